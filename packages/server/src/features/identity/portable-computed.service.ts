import { isSame } from '@teia/contracts'
import { AppError, faultOfError } from '../../platform/errors.ts'
import type { PortableKind, ReadOutcome } from '../../platform/portable.ts'
import { listDefinitions } from './computed-rows.queries.ts'
import { type ComputedTraitsDeps, createComputed } from './computed-traits.service.ts'

/** Computed traits as lines of an export. What they say of people is counted anew, and not exported. */
export function portableComputedTraits(deps: ComputedTraitsDeps): PortableKind<'teia.computed-trait'> {
  return {
    type: 'teia.computed-trait',
    scopes: { write: 'people:read', read: 'people:write' },
    async *write({ workspaceId }) {
      const rows = await listDefinitions(deps.postgres, workspaceId)
      yield rows.map(({ definition }) => ({ type: 'teia.computed-trait' as const, definition }))
    },
    async read(actor, lines) {
      const outcomes: ReadOutcome[] = []
      for (const { definition } of lines) {
        const rows = await listDefinitions(deps.postgres, actor.workspaceId)
        const known = rows.find((row) => row.name === definition.name)
        if (known && isSame(known.definition, definition)) outcomes.push('known')
        else
          outcomes.push(
            await createComputed(deps, actor, definition).then((): ReadOutcome => 'added', refusalOf),
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
