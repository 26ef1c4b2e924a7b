import { Readable } from 'node:stream'
import type { EventLogForm } from '@teia/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CaseLog } from '../../analytics/index.ts'
import { actorOfRequest, audit } from '../access/index.ts'
import { ocelOfCases } from './case-log-ocel.ts'
import { xesOfCases } from './case-log-xes.ts'
import type { QuestionsDeps } from './open-question.ts'

const forms = {
  xes: { type: 'application/xml; charset=utf-8', ending: 'xes', pieces: xesOfCases },
  ocel: { type: 'application/json; charset=utf-8', ending: 'jsonocel', pieces: ocelOfCases },
} as const

/** Answers with cases as a file, in pieces, so that any amount needs little memory; that it was taken is in the audit log. */
export async function sendCaseLog(
  deps: QuestionsDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { kind, form, log }: { kind: 'process' | 'conformance'; form: EventLogForm; log: CaseLog },
) {
  const { type, ending, pieces } = forms[form]
  await audit(deps, actorOfRequest(request), `${kind}.export`, form)
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="teia-${kind}.${ending}"`)
    .send(Readable.from(pieces(log)))
}
