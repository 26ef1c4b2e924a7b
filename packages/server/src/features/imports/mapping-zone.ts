import type { ImportEmit, ImportMapping, ImportValue, NamedValue } from '@teia/contracts'

/** Writes the zone of a mapping into each of its values that names none of its own. Pure. */
export function withZones(mapping: ImportMapping): ImportMapping {
  const { zone } = mapping
  if (zone === undefined) return mapping
  const value = (one: ImportValue): ImportValue => (one.zone === undefined ? { ...one, zone } : one)
  const named = (all: readonly NamedValue[]) => all.map((one) => ({ ...one, value: value(one.value) }))
  const emit = (one: ImportEmit): ImportEmit => {
    if (one.emit === 'message') return one
    if (one.emit === 'touchpoint') return { ...one, conditions: named(one.conditions) }
    if (one.emit === 'event') return { ...one, time: value(one.time), properties: named(one.properties) }
    return { ...one, ...(one.time && { time: value(one.time) }), traits: named(one.traits) }
  }
  return { ...mapping, files: mapping.files.map((file) => ({ ...file, emits: file.emits.map(emit) })) }
}
