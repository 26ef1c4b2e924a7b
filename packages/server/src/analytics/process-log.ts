import type { ProcessQuestion } from '@teia/contracts'
import type { Asking } from './ask.ts'
import { type CaseLog, openCaseLog } from './case-log.ts'
import type { Scene } from './fragments.ts'
import { labelSql, matches } from './process-cases.ts'

/** Prepares to read the cases of a process. */
export function openProcessLog(
  asking: Asking,
  question: ProcessQuestion,
  withObjects: boolean,
): Promise<CaseLog> {
  const source = {
    scope: question.scope,
    stepSql: (scene: Scene) => labelSql(question, scene),
    matches: (scene: Scene) => matches(question, scene),
  }
  return openCaseLog(asking, source, withObjects)
}
