import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ClickHouse } from '../storage/clickhouse/clickhouse.client.ts'
import { type Asking, type Plan, runPlan } from './ask.ts'

/** Answers of a store as long as it holds what it held when they were given; of so many, those asked for last. */
export class KeptAnswers<Answer> {
  readonly #most: number
  readonly #byStore = new WeakMap<ClickHouse, Map<string, { version: string; answer: Answer }>>()

  constructor(most: number) {
    this.#most = most
  }

  /**
   * The answer that the same key had before, if the version is still the same, or a new one. `version` is what the store held
   * before the answer was sought: then an answer is never older than it says.
   */
  async get(
    clickhouse: ClickHouse,
    key: string,
    version: string,
    seek: () => Promise<Answer>,
  ): Promise<Answer> {
    const answers = this.#byStore.get(clickhouse) ?? new Map<string, { version: string; answer: Answer }>()
    this.#byStore.set(clickhouse, answers)
    const known = answers.get(key)
    answers.delete(key)
    const answer = known?.version === version ? known.answer : await seek()
    answers.set(key, { version, answer })
    const [oldest] = answers.keys()
    if (answers.size > this.#most && oldest !== undefined) answers.delete(oldest)
    return answer
  }
}

/** Each is a few rows of sums. */
const kept = new KeptAnswers<unknown>(200)

/** A short text that two statements share if they are the same. */
export const keyOfPlan = ({ sql, params }: Pick<Plan<unknown>, 'sql' | 'params'>): string =>
  createHash('sha256').update(sql).update(JSON.stringify(params.values)).digest('base64')

/**
 * What the store holds, as one short text that is another one after every change: the parts of all tables that questions
 * read. A merge that changes nothing makes another one too.
 */
export async function dataVersion({
  clickhouse,
  signal,
}: Pick<Asking, 'clickhouse' | 'signal'>): Promise<string> {
  const [row] = await clickhouse.select({
    name: 'analytics.dataVersion',
    sql: `SELECT toString(sipHash128(arraySort(groupArray((table, name))))) AS version FROM system.parts
          WHERE database = currentDatabase() AND active`,
    row: z.object({ version: z.string() }),
    ...(signal && { signal }),
  })
  return row?.version ?? ''
}

/** Runs a plan, or gives the answer that the same statement had before, if nothing has been stored, joined or removed since. */
export async function runKept<Row>(
  asking: Asking,
  plan: Plan<Row>,
  version: string,
): ReturnType<typeof runPlan<Row>> {
  const answer = await kept.get(asking.clickhouse, keyOfPlan(plan), version, () => runPlan(asking, plan))
  return answer as Awaited<ReturnType<typeof runPlan<Row>>>
}
