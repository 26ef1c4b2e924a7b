import type { ImportEmit, ImportFileMapping, ImportLookup, ImportMapping, ImportValue } from '@teia/contracts'

/** The part of a mapping that is for a file, whole or one table of it. */
export function mappingsOf(mapping: ImportMapping, fileName: string): ImportFileMapping[] {
  return mapping.files.filter((one) => isNamed(one.file, fileName))
}

/** `orders*.csv` fits `orders-2026.csv`; case does not matter. */
export function isNamed(pattern: string, name: string): boolean {
  const parts = pattern.toLowerCase().split('*')
  const text = name.toLowerCase()
  const [first = '', ...rest] = parts
  if (rest.length === 0) return text === first
  if (!text.startsWith(first)) return false
  let at = first.length
  const last = rest.pop() ?? ''
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - at >= last.length && text.endsWith(last)
}

/** The emits for a row of a table. */
export function emitsFor(
  mappings: readonly ImportFileMapping[],
  table: string,
): readonly ImportEmit[] | null {
  const own = mappings.find((one) => (one.table ?? '') === table)
  return own && own.emits.length > 0 ? own.emits : null
}

/** Every step of every value into another file. */
export function lookupsOf(mapping: ImportMapping): ImportLookup[] {
  return mapping.files.flatMap((file) => file.emits.flatMap(valuesOf)).flatMap((value) => value.through ?? [])
}

export function valuesOf(emit: ImportEmit): ImportValue[] {
  const some = (...values: (ImportValue | undefined)[]) => values.filter((value) => value !== undefined)
  switch (emit.emit) {
    case 'event':
      return [
        ...some(emit.name, emit.time, emit.userId, emit.anonymousId, emit.groupId),
        ...emit.properties.map((one) => one.value),
      ]
    case 'person':
      return [...some(emit.userId, emit.time), ...emit.traits.map((one) => one.value)]
    case 'account':
      return [...some(emit.groupId, emit.userId, emit.time), ...emit.traits.map((one) => one.value)]
    case 'touchpoint':
      return [
        ...some(emit.name, emit.ownership, emit.partner, emit.channel, emit.team, emit.systems),
        ...some(emit.events, emit.pages, emit.screens, emit.where, emit.description),
        ...emit.conditions.map((one) => one.value),
      ]
    case 'message':
      return []
  }
}
