import type { PortableKind } from '../../platform/portable.ts'
import { audit } from '../access/index.ts'
import * as q from './catalogue.queries.ts'
import { type CatalogueDeps, changeCatalogue, readEntries } from './catalogue.service.ts'
import { mergeCatalogue } from './merge-catalogue.ts'
import { writeCatalogue } from './write-catalogue.service.ts'

/** The catalogue as lines of an export. One that nobody has changed is not written: every workspace has it. */
export function portableTouchpoints(deps: CatalogueDeps): PortableKind<'teia.touchpoint'> {
  return {
    type: 'teia.touchpoint',
    scopes: { write: 'touchpoints:read', read: 'touchpoints:write' },
    async *write({ workspaceId }) {
      const [state] = await q.findStates(deps.postgres, [workspaceId])
      if (!state || state.version <= 1) return
      const { entries } = await readEntries(deps, workspaceId)
      yield entries.map(({ id, definition }, place) => ({
        type: 'teia.touchpoint' as const,
        id,
        place,
        ...definition,
      }))
    },
    async read(actor, lines) {
      const { workspaceId } = actor
      const known = await readEntries(deps, workspaceId)
      const foreseen = mergeCatalogue(
        { ...known, knownIds: await q.listKnownIds(deps.postgres, workspaceId) },
        lines,
      )
      if (!foreseen.isChanged) return foreseen.outcomes
      const merged = await changeCatalogue(deps, actor, async ({ trx, entries, version, by }) => {
        const knownIds = await q.listKnownIds(trx, workspaceId)
        const made = mergeCatalogue({ entries, version, knownIds }, lines)
        await writeCatalogue(trx, { workspaceId, entries, wanted: made.wanted, by, now: deps.now() })
        return made
      })
      const names = lines.filter((_line, at) => merged.outcomes[at] === 'added').map((line) => line.name)
      await audit(deps, actor, 'touchpoint.import', 'catalogue', { after: { touchpoints: names } })
      return merged.outcomes
    },
  }
}
