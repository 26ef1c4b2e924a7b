import type { FunnelQuestion } from '@teia/contracts'
import { all, filterSql } from './filter-sql.ts'
import { eventsFrom, inRange, isInteraction, personOf, type Scene } from './fragments.ts'
import { type Marks, marksSql, packedSql, timesSql } from './funnel-steps.ts'
import { breakdownSql } from './trend.ts'

/** Bits of the marks as the last ones of a packed row. */
const isMarkedRow = (row: string) => `bitAnd(${row}, 33554431) != 0`

/**
 * Who walks, as rows `(who, times, marks, packed, keys)`: one for each person, account or session that took the first
 * step, with its rows in order. `who` is a person, or the people of an account; `keys` pairs each row of the first step
 * with what it is split by.
 */
export function unitsOf(
  question: FunnelQuestion,
  scene: Scene,
  marks: Marks,
  sessionTimeoutMs: number,
): string {
  const { scope, breakdown } = question
  // Between the steps of a strict funnel, and between the sessions of a person, every interaction counts.
  const needsAll = question.order === 'strict' || scope === 'session'
  const person = personOf(scene)
  const account = scope === 'account' ? accountOf(scene) : null
  const rows = `
          SELECT ${person} AS who, e.device_id AS device, ${account ?? "''"} AS account, ${marks.mark} AS mark,
                 ${breakdown ? breakdownSql(breakdown, scene) : "''"} AS key, ${packedSql('mark', scene)} AS row
          FROM ${eventsFrom(scene)}
          WHERE ${all([
            inRange(scene),
            isInteraction,
            ...(needsAll ? [] : [marks.isMarked]),
            filterSql(question.filter, scene),
          ])}`
  const people = account ? 'groupUniqArray(who) AS people' : 'who AS people'
  const unit = { person: 'who', session: 'who, device', account: 'account' }[scope]
  const keys = breakdown ? ', groupArrayIf((row, key), bitTest(mark, 0)) AS keys' : ''
  const grouped = `
        SELECT ${people}, arraySort(groupArray(row)) AS all_rows, groupBitOr(mark) AS met${keys}
        FROM (${rows}
        )
        ${account ? "WHERE account != ''" : ''}
        GROUP BY ${unit}
        HAVING bitTest(met, 0)`
  return `
        SELECT people AS who${breakdown ? ', keys' : ''}, packed, ${timesSql('packed')} AS times, ${marksSql('packed')} AS marks
        FROM (
          SELECT people${breakdown ? ', keys' : ''}, ${rowsOf(question, scene, sessionTimeoutMs)} AS packed
          FROM (${grouped}
          )
        )
        ${scope === 'session' ? 'WHERE arrayExists(mark -> bitTest(mark, 0), marks)' : ''}`
}

function rowsOf({ scope, order }: FunnelQuestion, scene: Scene, sessionTimeoutMs: number): string {
  // Of somebody who did nothing but the first step, the first time says it all.
  if (scope !== 'session') return order === 'strict' ? 'all_rows' : 'if(met = 1, [all_rows[1]], all_rows)'
  const pause = scene.params.add('Int64', sessionTimeoutMs)
  const run = `arrayJoin(arraySplit((row, pause) -> pause >= ${pause}, all_rows, arrayDifference(${timesSql('all_rows')})))`
  return order === 'strict' ? run : `arrayFilter(row -> ${isMarkedRow('row')}, ${run})`
}

/** The account that an event names, else the one that its person was last said to belong to; empty without any. */
export function accountOf(scene: Scene): string {
  const said = `
    SELECT groupArray(person), groupArray(account) FROM (
      SELECT ${personOf(scene)} AS person, argMax(JSONExtractString(e.raw, 'groupId'), (e.time, e.event_id)) AS account
      FROM ${eventsFrom(scene)}
      WHERE e.workspace_id = ${scene.workspace} AND e.type = 'group' AND e.time < ${scene.params.time(scene.range.to)}
      GROUP BY person
    )`
  const own = 'toString(e.context.groupId)'
  return `if(${own} != '', ${own}, transform(${personOf(scene)}, (${said}).1, (${said}).2, ''))`
}
