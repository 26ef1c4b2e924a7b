import { isSame } from '@teia/contracts'
import { AppError, faultOfError } from '../../platform/errors.ts'
import type { PortableKind, ReadOutcome } from '../../platform/portable.ts'
import * as q from './plan.queries.ts'
import { changePlan, type PlanDeps } from './plan.service.ts'
import { createSource, listSources } from './sources.service.ts'

/** Tracking plans as lines of an export. A source that is not there is made, with a key that nobody has yet. */
export function portablePlans(deps: PlanDeps): PortableKind<'teia.tracking-plan'> {
  return {
    type: 'teia.tracking-plan',
    scopes: { write: 'sources:read', read: 'sources:write' },
    async *write({ workspaceId }) {
      const { items } = await listSources(deps, workspaceId)
      const order = (one: { name: string; kind: string }) => `${one.name}\0${one.kind}`
      for (const source of items.toSorted((x, y) => (order(x) < order(y) ? -1 : 1))) {
        const { name, kind } = source
        yield (await q.listPlanEvents(deps.postgres, source.id)).flatMap(({ event, schema }) =>
          schema === null
            ? []
            : [{ type: 'teia.tracking-plan' as const, source: { name, kind }, event, schema }],
        )
      }
    },
    async read(actor, lines) {
      const outcomes: ReadOutcome[] = []
      for (const { source: wanted, event, schema } of lines) {
        const { items } = await listSources(deps, actor.workspaceId)
        const source =
          items.find((one) => one.name === wanted.name && one.kind === wanted.kind) ??
          (await createSource(deps, actor, wanted))
        const known = (await q.listPlanEvents(deps.postgres, source.id)).find((one) => one.event === event)
        if (known && isSame(known.schema, schema)) outcomes.push('known')
        else
          outcomes.push(
            await changePlan(deps, actor, source.id, { event, schema }).then(
              (): ReadOutcome => 'added',
              refusalOf,
            ),
          )
      }
      return outcomes
    },
  }
}

function refusalOf(error: unknown): ReadOutcome {
  if (error instanceof AppError && error.status < 500) return { refusal: faultOfError(error) }
  throw error
}
