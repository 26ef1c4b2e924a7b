import type { ImportColumn, ImportEmit, ImportValue, NamedValue } from '@teia/contracts'

type Part = Exclude<keyof Extract<ImportEmit, { emit: 'touchpoint' }>, 'emit' | 'when' | 'conditions'>

/** How columns are called that say something of a touchpoint. */
const names: Record<Part, RegExp> = {
  name: /^(touch[ _-]?point([ _-]?name)?|name|nome|ponto[ _-]de[ _-]contato|punto[ _-]di[ _-]contatto)$/i,
  ownership: /^(owner[ _-]?ship|owned[ _-]by|whose|propriet[àa]|propriedade)$/i,
  partner: /^(partner|third[ _-]?party|parceiro|terzo)([ _-]?name)?$/i,
  channel: /^(channel|canal|canale)$/i,
  team: /^(team|owner|owner[ _-]?team|owning[ _-]team|responsible|equipe|squadra)$/i,
  systems: /^(systems?|applications?|sistemas?|sistem[ai])$/i,
  events: /^(matcher[. _-])?(events?|event[ _-]?names?|evento?s?|eventi)$/i,
  pages: /^(matcher[. _-])?(pages?|page[ _-]?names?|p[áa]ginas?|pagin[ae])$/i,
  screens: /^(matcher[. _-])?(screens?|screen[ _-]?names?|telas?|schermat[ae])$/i,
  where: /^(matcher[. _-])?(where|filter|conditions?|condi[çc][ãa]o|condizion[ei])$/i,
  description: /^(description|descri[çc][ãa]o|descrizione|notes?)$/i,
}
/** A property that events have to have stands in a column of its own, as `property: region`. */
const property = /^propert(?:y|ies)[.: ]+(.+)$/i
const telling: readonly Part[] = ['ownership', 'channel', 'team', 'systems', 'events', 'pages', 'screens']

/**
 * What rows become that tell of touchpoints; null where the columns do not look like it: there is a name, at least two
 * things that touchpoints have, and neither people nor times.
 */
export function proposeTouchpoint(columns: readonly ImportColumn[]): ImportEmit | null {
  const found = new Map<Part, ImportValue>()
  for (const part of Object.keys(names) as Part[]) {
    const column = columns.find((one) => names[part].test(one.name.trim()))
    const nested = column ? undefined : nestedFilter(part, columns)
    if (column) found.set(part, { column: column.name })
    else if (nested) found.set(part, { column: nested })
  }
  const name = found.get('name')
  const told = telling.filter((part) => found.has(part))
  const isTold = found.has('ownership') || /touch|contat/i.test(name?.column ?? '')
  const isOther = columns.some((column) => column.type === 'date' || column.roles.includes('person'))
  if (!name || told.length < 2 || !isTold || isOther) return null
  const conditions = columns.flatMap((column): NamedValue[] => {
    const [, wanted] = property.exec(column.name) ?? []
    const type = column.type === 'number' || column.type === 'boolean' ? { type: column.type } : {}
    return wanted === undefined ? [] : [{ name: wanted, value: { column: column.name, ...type } }]
  })
  return { emit: 'touchpoint', ...Object.fromEntries(found), name, conditions }
}

/** A filter that is an object within the row shows by its parts only, such as `matcher.where.property`. */
function nestedFilter(part: Part, columns: readonly ImportColumn[]): string | undefined {
  if (part !== 'where') return undefined
  const [, path] =
    columns
      .map(({ name }) => /^(.+)\.(property|event|and|or|not)(\..*)?$/.exec(name))
      .find((match) => match) ?? []
  return path !== undefined && names.where.test(path) ? path : undefined
}
