import type { CatalogueEntry, Filter, Matcher } from '@teia/contracts'
import { all, filterSql, type Placing, type Scene } from '../../analytics/index.ts'
import { waysOf } from './placing-rules.ts'

type Row = Pick<CatalogueEntry, 'definition'>
const column = (name: string, scene: Scene) => (scene.isPlain ? name : `e.${name}`)

/**
 * The condition that an event belongs to a matcher, as `placeEvent` says it in memory; a property test holds the two
 * together. `among` limits it to these names of events. Null: no such event can.
 */
export function matcherSql(matcher: Matcher, scene: Scene, among?: ReadonlySet<string>): string | null {
  const ways = waysOf(matcher).filter(([event]) => among === undefined || among.has(event))
  // Names with one and the same condition are asked in one go.
  const groups = Map.groupBy(ways, ([, { type, where }]) => `${type} ${JSON.stringify(where)}`)
  const conditions = [...groups.values()].map((group) => {
    const names = scene.params.add(
      'Array(String)',
      group.map(([event]) => event),
    )
    const [, { type, where }] = group[0] ?? ['', { type: null, where: null as Filter | null }]
    return all([
      `${column('name', scene)} IN ${names}`,
      ...(type === null ? [] : [`${column('type', scene)} = '${type}'`]),
      ...(where === null ? [] : [filterSql(where, scene)]),
    ])
  })
  return conditions.length === 0 ? null : `(${conditions.join(' OR ')})`
}

/**
 * Where events of these names happened, by the catalogue alone. Other events stay where they are stored to be.
 */
export function placingSql(catalogue: readonly Row[], events: readonly string[]): Placing {
  const among = new Set(events)
  const build = (scene: Scene) => {
    const rows = catalogue.flatMap(({ definition }) => {
      const condition = matcherSql(definition.matcher, scene, among)
      return condition === null ? [] : [{ condition, definition }]
    })
    const { params } = scene
    const isAsked = `${column('name', scene)} IN ${params.add('Array(String)', events)}`
    const said = column('said', scene)
    const either = (value: (row: Row) => string, otherwise: string) =>
      rows.length === 0
        ? otherwise
        : `multiIf(${rows.map((row) => `${row.condition}, ${value(row)}`).join(', ')}, ${otherwise})`
    const site = (otherwise: string) => `if(${said} = '', '${otherwise}', toString(${said}))`
    return {
      touchpoint: `if(${isAsked}, ${either(({ definition }) => params.text(definition.name), `''`)}, toString(${column('touchpoint', scene)}))`,
      channel: `if(${isAsked}, ${either(({ definition }) => (definition.channel === null ? site('web') : `'${definition.channel}'`), site('other'))}, toString(${column('channel', scene)}))`,
    }
  }
  // Within one statement the same expressions stand in many places; their parameters need be told once.
  const built = new WeakMap<object, ReturnType<typeof build>>()
  const of = (scene: Scene) => {
    const known = built.get(scene.params) ?? build(scene)
    built.set(scene.params, known)
    return known
  }
  return { touchpoint: (scene) => of(scene).touchpoint, channel: (scene) => of(scene).channel }
}
