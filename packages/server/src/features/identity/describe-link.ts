import type { IdentityLink } from '@teia/contracts'
import type { LinkRow } from './links.queries.ts'

const reasons = ['apart', 'blocked', 'shared', 'shown'] as const

/** A link in the words of the API. */
export function describeLink(row: LinkRow): IdentityLink {
  const isUndone = row.state === 'undone'
  const isApplied = row.state === 'applied'
  const isDecided = row.rule === 'accepted'
  return {
    id: `${row.a}:${row.b}:${row.rule}`,
    a: row.a_value,
    b: row.b_value,
    from: { id: row.a, kind: row.a_kind, value: row.a_value },
    to: { id: row.b, kind: row.b_kind, value: row.b_value },
    rule: row.rule,
    assertedAt: row.first_asserted_at.toISOString(),
    applied: isApplied,
    state: isApplied ? 'applied' : isUndone ? 'undone' : 'skipped',
    reason: row.state.startsWith('limit:')
      ? 'limit'
      : (reasons.find((reason) => reason === row.state) ?? null),
    limitKind: row.state.startsWith('limit:') ? row.state.slice(6) : null,
    event:
      row.first_message_id === null
        ? null
        : { messageId: row.first_message_id, eventId: row.first_event_id, source: row.source },
    decidedBy: row.undone_by ?? (isDecided ? row.decided_by : null),
    decidedAt: (row.undone_at ?? (isDecided ? row.decided_at : null))?.toISOString() ?? null,
  }
}
