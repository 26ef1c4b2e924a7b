import { faultOf, isSame } from '@teia/contracts'
import type { PortableKind, ReadOutcome } from '../../platform/portable.ts'
import type { DecisionDeps } from './change-identities.service.ts'
import { findRules } from './identity-rules.queries.ts'
import { defaultRules } from './identity-rules.ts'
import { changeRules } from './rules.service.ts'

/**
 * The rules of identity as a line of an export, where they are not the default. They come in before the events, as
 * identifiers are read by them. A workspace that has rules of its own keeps those.
 */
export function portableRules(deps: DecisionDeps): PortableKind<'teia.identity-rules'> {
  return {
    type: 'teia.identity-rules',
    scopes: { write: 'people:read', read: 'workspace:write' },
    comesFirst: true,
    async *write({ workspaceId }) {
      const row = await findRules(deps.postgres, workspaceId)
      if (row && !isSame(row.rules, defaultRules))
        yield [{ type: 'teia.identity-rules' as const, rules: row.rules }]
    },
    async read(actor, lines) {
      const outcomes: ReadOutcome[] = []
      for (const { rules } of lines) {
        const row = await findRules(deps.postgres, actor.workspaceId)
        if (isSame(row?.rules ?? defaultRules, rules)) outcomes.push('known')
        else if (row && !isSame(row.rules, defaultRules)) outcomes.push({ refusal: faultOf('rules_stay') })
        else {
          await changeRules(deps, actor, { ...rules, version: row?.version ?? 0 })
          outcomes.push('added')
        }
      }
      return outcomes
    },
  }
}
