import { identifyBlock } from './features/identity/index.ts'
import { carryInThisThread } from './features/ingest/index.ts'
import { withoutErased } from './features/privacy/index.ts'
import { parkEvent } from './features/sources/index.ts'
import { entryChannel, placeEvent, RememberedCatalogues } from './features/touchpoints/index.ts'
import { systemClock } from './platform/clock.ts'

// What `open-server.ts` is for the server, this is for the thread of the pipeline: it wires.
carryInThisThread((stores) => {
  const catalogues = new RememberedCatalogues(stores)
  return {
    now: systemClock,
    withoutErased: (events) => withoutErased(stores, events),
    identify: (events) => identifyBlock(stores, events),
    placer: async (events) => {
      const rulesOf = await catalogues.rulesOf(events.map((event) => event.workspaceId))
      return (event) => {
        const place = placeEvent(rulesOf(event.workspaceId), event)
        return { ...place, entry: entryChannel(event, place.channel) }
      }
    },
    park: (event, reason, detail) =>
      parkEvent({ postgres: stores.postgres, now: systemClock }, event, reason, detail),
  }
})
