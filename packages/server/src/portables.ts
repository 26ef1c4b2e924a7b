import {
  portableComputedTraits,
  portableLinks,
  portableRules,
  portableSeparations,
} from './features/identity/index.ts'
import { portableMapComments, portableMapImages, portableMaps } from './features/maps/index.ts'
import { portableNotes } from './features/notes/index.ts'
import { portableListed, portableSegments } from './features/segments/index.ts'
import { portablePlans } from './features/sources/index.ts'
import { portableSpend } from './features/spend/index.ts'
import { portableTouchpoints } from './features/touchpoints/index.ts'
import { portableViews } from './features/views/index.ts'
import type { AnyPortableKind } from './platform/portable.ts'

type Deps = Parameters<typeof portableTouchpoints>[0] &
  Parameters<typeof portablePlans>[0] &
  Parameters<typeof portableComputedTraits>[0] &
  Parameters<typeof portableSegments>[0] &
  Parameters<typeof portableMaps>[0]

/**
 * What an export holds beside the events, in the order in which it is written and brought in: what others rest on comes
 * first.
 */
export function openPortables(deps: Deps): readonly AnyPortableKind[] {
  return [
    portableRules(deps),
    portableTouchpoints(deps),
    portableLinks(deps),
    portableSeparations(deps),
    portableComputedTraits(deps),
    portablePlans(deps),
    portableNotes(deps),
    portableMaps(deps),
    portableMapImages(deps),
    portableMapComments(deps),
    portableSegments(deps),
    portableListed(deps),
    portableSpend(deps),
    portableViews(deps),
  ]
}
