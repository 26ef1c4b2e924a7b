import type { z } from 'zod'
import {
  type AnswerTable,
  attributionTable,
  conformanceTable,
  funnelTable,
  lifecycleTable,
  pathsTable,
  processTable,
  retentionTable,
  separatesTable,
  stickinessTable,
  timeBetweenTable,
  trendTable,
  variantsTable,
} from './answer-tables.ts'
import { AttributionAnswer } from './attribution.ts'
import { ConformanceAnswer } from './conformance.ts'
import { FunnelAnswer } from './funnel.ts'
import { LifecycleAnswer, StickinessAnswer } from './lifecycle.ts'
import { ProcessAnswer, ProcessVariantsAnswer } from './process.ts'
import { PathsAnswer, TrendAnswer } from './questions.ts'
import { RetentionAnswer } from './retention.ts'
import { SeparatesAnswer } from './separates.ts'
import { TimeBetweenAnswer } from './time-between.ts'

const readers = {
  attribution: read(AttributionAnswer, attributionTable),
  conformance: read(ConformanceAnswer, conformanceTable),
  funnel: read(FunnelAnswer, funnelTable),
  lifecycle: read(LifecycleAnswer, lifecycleTable),
  paths: read(PathsAnswer, pathsTable),
  process: read(ProcessAnswer, processTable),
  'process-variants': read(ProcessVariantsAnswer, variantsTable),
  retention: read(RetentionAnswer, retentionTable),
  separates: read(SeparatesAnswer, separatesTable),
  stickiness: read(StickinessAnswer, stickinessTable),
  'time-between': read(TimeBetweenAnswer, timeBetweenTable),
  trend: read(TrendAnswer, trendTable),
}

/** Parses an answer, then writes its table. */
function read<S extends z.ZodType>(schema: S, write: (answer: z.output<S>) => AnswerTable) {
  return (answer: unknown) => write(schema.parse(answer))
}

/** The kinds of questions whose answers are tables. */
export const kindsWithTable = Object.keys(readers)

/** The answer to a question of a kind as a table; undefined where answers of that kind are none. Throws where it is no such answer. */
export function tableOf(kind: string, answer: unknown): AnswerTable | undefined {
  return Object.hasOwn(readers, kind) ? readers[kind as keyof typeof readers](answer) : undefined
}
