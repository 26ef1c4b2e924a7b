import { channels, otherStep, type ProcessQuestion } from '@teia/contracts'
import { all, filterSql } from './filter-sql.ts'
import {
  channelOf,
  column,
  eventsFrom,
  inRange,
  isInteraction,
  personOf,
  type Scene,
  touchpointOf,
} from './fragments.ts'
import { marksSql, packedSql, timesSql } from './funnel-steps.ts'
import { accountOf } from './funnel-units.ts'

type Asked = Pick<ProcessQuestion, 'by' | 'scope' | 'filter' | 'limit'>

/** Names beyond so many are as one: they have to fit into the marks of a row, and into memory. */
const mostNames = 100_000
/** Marks of a row: which name, then four bits for the channel. */
const channelBits = 4

/** What a process is counted from: the names of its steps, and rows of those who walk. */
export type Cases = {
  /** Before the statement: `names`, the most frequent first. */
  preamble: string
  /**
   * Rows `(who, packed, begins)`: for each person, or account, its rows in order; `begins` says where a case does. With
   * accounts `whos` says for each row whose it is, and there is no `who`.
   */
  units: string
}

/**
 * Prepares the cases of a question. `kept` are the names to tell apart, as for a period that is compared; otherwise they
 * are counted first, in a pass that reads little.
 */
export function casesOf(
  question: Asked,
  scene: Scene,
  sessionTimeoutMs: number,
  kept?: readonly string[],
): Cases {
  const names = kept ? scene.params.add('Array(String)', kept) : namesSql(question, scene)
  return { preamble: `WITH ${names} AS names`, units: unitsSql(question, scene, sessionTimeoutMs) }
}

/** Which rows of the events a process is counted from. */
export const matches = ({ filter }: Asked, scene: Scene) =>
  all([inRange(scene), isInteraction, filterSql(filter, scene)])

/** What the step of a row is called. */
export function labelSql({ by }: Pick<Asked, 'by'>, scene: Scene): string {
  const place = touchpointOf(scene)
  if (by === 'event') return column('name', scene)
  return by === 'channel' ? channelOf(scene) : `if(${place} = '', e.name, ${place})`
}

function namesSql(question: Asked, scene: Scene): string {
  return `(
      SELECT groupArray(name) FROM (
        SELECT toString(${labelSql(question, scene)}) AS name FROM ${eventsFrom(scene)}
        WHERE ${matches(question, scene)}
        GROUP BY name ORDER BY count() DESC, name LIMIT ${mostNames}
      )
    )`
}

/** The place of a row's name, 0 for none: looked up by column, whose few different values are looked up once each. */
function nameIdSql({ by }: Asked, scene: Scene): string {
  const id = (text: string) => `transform(${text}, names, arrayEnumerate(names), 0)`
  if (by !== 'touchpoint') return id(labelSql({ by }, scene))
  const place = touchpointOf(scene)
  return `if(${place} = '', ${id('e.name')}, ${id(place)})`
}

function unitsSql(question: Asked, scene: Scene, sessionTimeoutMs: number): string {
  const { scope } = question
  const channelId = `transform(${channelOf(scene)}, ${scene.params.add('Array(String)', channels)}, range(1, ${channels.length + 1}), 0)`
  const mark = `(toUInt32(${nameIdSql(question, scene)}) * ${2 ** channelBits} + ${channelId})`
  const account = scope === 'account' ? accountOf(scene) : null
  const rows = `
          SELECT ${personOf(scene)} AS who, e.device_id AS device${account ? `, ${account} AS account` : ''}, ${packedSql(mark, scene)} AS row
          FROM ${eventsFrom(scene)}
          WHERE ${matches(question, scene)}`
  if (scope === 'person')
    return `
        SELECT who, packed, ${firstOf('packed')} AS begins
        FROM (
          SELECT who, arraySort(groupArray(row)) AS packed FROM (${rows}
          ) GROUP BY who
        )`
  if (scope === 'account')
    return `
        SELECT whos, packed, ${firstOf('packed')} AS begins
        FROM (
          SELECT arraySort(groupArray((row, who))) AS pairs, pairs.1 AS packed, pairs.2 AS whos FROM (${rows}
          ) WHERE account != '' GROUP BY account
        )`
  const pause = scene.params.add('Int64', sessionTimeoutMs)
  return `
        SELECT who, pairs.1 AS packed, pairs.2 AS begins
        FROM (
          SELECT who, groupArrayArray(arrayZip(packed, begins)) AS pairs
          FROM (
            SELECT who, packed, arrayMap((wait, place) -> place = 1 OR wait >= ${pause}, arrayDifference(${timesSql('packed')}), arrayEnumerate(packed)) AS begins
            FROM (
              SELECT who, device, arraySort(groupArray(row)) AS packed FROM (${rows}
              ) GROUP BY who, device
            )
          )
          GROUP BY who
        )`
}

const firstOf = (rows: string) => `arrayMap(place -> place = 1, arrayEnumerate(${rows}))`
const before = (values: string, none: string) => `arrayPushFront(arrayPopBack(${values}), ${none})`

/** Adds columns. What refers to them comes in a later stage: within one, each mention of a name would repeat its whole text. */
export const stage = (rows: string, columns: Readonly<Record<string, string>>) => `
      SELECT *, ${Object.entries(columns)
        .map(([name, sql]) => `${sql} AS ${name}`)
        .join(',\n             ')}
      FROM (${rows}
      )`

/** The place of “…other”: after the names that are told apart. */
const otherAt = ({ limit }: Asked) => limit + 1

/**
 * The units with arrays of one value for each row: `times` (ms since the range began, from 1), `ids` (of names), `nodes`
 * (names that are not told apart as one), `sources` (the node before in the case, 0 where it begins), `run` (which case of
 * the unit), `edges` (source and node as one number), `froms` and `channels` (before and here).
 */
export function walkedUnits({ units }: Cases, question: Asked): string {
  const other = otherAt(question)
  return [
    { marks: marksSql('packed'), times: timesSql('packed') },
    {
      ids: `arrayMap(mark -> toUInt32(bitShiftRight(mark, ${channelBits})), marks)`,
      channels: `arrayMap(mark -> toUInt8(bitAnd(mark, ${2 ** channelBits - 1})), marks)`,
    },
    {
      nodes: `arrayMap(id -> if(id = 0 OR id > ${question.limit}, ${other}, id), ids)`,
      run: 'arrayCumSum(begins)',
      froms: before('channels', 'toUInt8(0)'),
    },
    {
      sources: `arrayMap((node, begin) -> if(begin, 0, node), ${before('nodes', '0')}, begins)`,
      lasts: `arrayPushBack(arrayPopFront(begins), 1)`,
    },
    { edges: `arrayMap((source, node) -> toUInt32(source * ${other + 1} + node), sources, nodes)` },
  ].reduce(stage, units)
}

/** A case each as rows `(who, ids, times)`, or `(whos, ids, times)` with accounts. */
export function caseRows(cases: Cases, question: Asked): string {
  const units = walkedUnits(cases, question)
  if (question.scope !== 'session') return units
  return `
      SELECT who, part.1 AS ids, part.2 AS times
      FROM (
        SELECT who, arrayJoin(arraySplit((one, begin) -> begin, arrayZip(ids, times), begins)) AS part FROM (${units}
        )
      )`
}

/** What a name is called, by its place. */
export const nameOf = (id: string) => `if(${id} = 0, '${otherStep}', names[${id}])`

/** The id of a variant: a hash of what its steps are called, which does not change with how frequent they are. */
export const variantId = (walk: string) => `lower(hex(sipHash128(arrayMap(id -> ${nameOf('id')}, ${walk}))))`

/** The node of a step that an answer names, as SQL: its place, or that of “…other”. Places begin at 1, so 0 is never met. */
export const nodeAt = (name: string, question: Asked, scene: Scene) =>
  name === otherStep ? String(otherAt(question)) : `indexOf(names, ${scene.params.text(name)})`

/** What a node is called, by its place. */
export const labelOfNode = (node: string, question: Asked) =>
  `if(${node} = ${otherAt(question)}, '${otherStep}', names[${node}])`
