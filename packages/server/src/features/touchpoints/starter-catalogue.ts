import type { CatalogueEntry } from '@teia/contracts'
import { slugOf } from './slug.ts'
import { starterReach } from './starter-reach.ts'
import { starterService } from './starter-service.ts'
import { starterShop } from './starter-shop.ts'
import type { StarterTouchpoint } from './starter-touchpoint.ts'

/** Pages and screens that no other touchpoint has claimed. */
const starterRest: readonly StarterTouchpoint[] = [
  {
    name: 'App',
    ownership: 'own',
    channel: 'app',
    events: [
      'Application Installed',
      'Application Opened',
      'Application Updated',
      'Application Backgrounded',
      'Application Crashed',
      'Screen Viewed',
    ],
  },
  { name: 'Page', ownership: 'own', channel: 'site', events: ['Page Viewed'] },
]

const starter: readonly StarterTouchpoint[] = [
  ...starterShop,
  ...starterService,
  ...starterReach,
  ...starterRest,
]

/**
 * The first version of every catalogue: touchpoints over the semantic events of the Segment spec, and the service events
 * that are named in the same manner, in their order of precedence.
 */
export const starterCatalogue: readonly CatalogueEntry[] = starter.map((row, place) => ({
  id: slugOf(row.name),
  place,
  revision: 1,
  definition: {
    name: row.name,
    ownership: row.ownership,
    partner: '',
    channel: row.channel === 'site' ? null : row.channel,
    team: '',
    systems: [],
    description: '',
    matcher: {
      events: [...row.events],
      pages: [],
      screens: [],
      ...(row.where && { where: row.where }),
    },
  },
}))
