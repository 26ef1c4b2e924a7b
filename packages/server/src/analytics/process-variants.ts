import type { ProcessVariantsAnswer, ProcessVariantsQuestion } from '@teia/contracts'
import { z } from 'zod'
import { type Asking, openScene, runPlan } from './ask.ts'
import { caseRows, casesOf, nameOf, variantId } from './process-cases.ts'

const Count = z.coerce.number()
const Row = z.object({
  id: z.string(),
  steps: z.array(z.string()),
  length: Count,
  people: Count,
  cases: Count,
  all_cases: Count,
  before: Count,
  total: Count,
  lasted: z.array(z.coerce.number()),
})

/** The different ways that cases take, the most frequent first, among equally frequent ones the shortest. */
export async function askProcessVariants(
  asking: Asking,
  question: ProcessVariantsQuestion,
): Promise<ProcessVariantsAnswer> {
  const scene = await openScene(asking)
  const { process } = question
  const { params } = scene
  const cases = casesOf(process, scene, asking.sessionTimeoutMs)
  const people = { person: 'cases', session: 'uniqExact(who)', account: 'uniqExactArray(whos)' }[
    process.scope
  ]
  const sql = `${cases.preamble}
    SELECT ${variantId('walk')} AS id, arrayMap(id -> ${nameOf('id')}, arraySlice(walk, 1, ${params.add('UInt32', question.steps)})) AS steps,
           length(walk) AS length, people, cases, lasted, sum(cases) OVER () AS all_cases, count() OVER () AS total,
           sum(cases) OVER (ORDER BY cases DESC, length(walk), way ROWS UNBOUNDED PRECEDING) - cases AS before
    FROM (
      SELECT sipHash128(ids) AS way, any(ids) AS walk, count() AS cases, ${people} AS people,
             quantilesExactInclusive(0.5, 0.9)(times[-1] - times[1]) AS lasted
      FROM (${caseRows(cases, process)}
      )
      GROUP BY way
    )
    ORDER BY cases DESC, length(walk), way
    LIMIT ${params.add('UInt32', question.limit)}`
  const { rows, meta } = await runPlan(asking, { name: 'analytics.processVariants', sql, params, row: Row })
  const [first] = rows
  return {
    variants: rows.map(({ before, all_cases: all, total: _, lasted, ...row }) => ({
      ...row,
      share: row.cases / all,
      cumulativeShare: (before + row.cases) / all,
      medianSeconds: (lasted[0] ?? 0) / 1000,
      p90Seconds: (lasted[1] ?? 0) / 1000,
    })),
    total: first?.total ?? 0,
    cases: first?.all_cases ?? 0,
    meta,
  }
}
