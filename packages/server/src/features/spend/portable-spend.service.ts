import type { PortableSpend } from '@teia/contracts'
import type { PortableKind } from '../../platform/portable.ts'
import * as q from './spend.queries.ts'
import { keepSpend, openKeys, placeOf, type SpendDeps } from './spend.service.ts'
import { allSpend } from './spend-file.service.ts'

/** What was spent, as lines of an export, each in the currency that it was told in. */
export function portableSpend(deps: SpendDeps): PortableKind<'teia.spend'> {
  return {
    type: 'teia.spend',
    scopes: { write: 'questions:read', read: 'touchpoints:write' },
    async *write({ workspaceId }) {
      for await (const rows of allSpend(deps, { workspaceId }))
        yield rows.map(
          ({ by, day, channel, amount, currency }): PortableSpend => ({
            ...{ type: 'teia.spend', by, day, channel, amount, currency },
          }),
        )
    },
    async read(actor, lines) {
      const keys = await openKeys(deps, actor.workspaceId)
      const kept = lines.map(({ type: _, ...line }): q.SpendLine => {
        // A touchpoint that is not here, as where it was removed after it cost something, is kept as it is told.
        const found = keys.keyOf(line.by, line.channel)
        return { ...line, channel: 'key' in found ? found.key : line.channel }
      })
      const known = await q.findSpend(deps.postgres, actor.workspaceId, kept)
      const there = new Set(known.map(factOf))
      // Of the same day and channel twice in a file, the later line is the one that holds.
      const last = new Map(kept.map((line) => [placeOf(line), line]))
      await keepSpend(deps, actor, keys, [...last.values()], 'spend.import')
      return kept.map((line) => (there.has(factOf(line)) ? 'known' : 'added'))
    },
  }
}

const factOf = (line: q.SpendLine) => `${placeOf(line)} ${line.amount} ${line.currency}`
