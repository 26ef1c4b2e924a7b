export { forgetMessagesOf } from './forget-messages.service.ts'
export { portablePlans } from './portable-plans.service.ts'
export { RememberedSources, rulesOf } from './remembered-sources.service.ts'
export type { ReplayDeps } from './replay.service.ts'
export { sourcesRoutes } from './sources.routes.ts'
export {
  createSource,
  ensureSource,
  getSource,
  keepRefusals,
  listSources,
  ownSource,
  parkEvent,
  type SourcesDeps,
} from './sources.service.ts'
export { forgetOldCounts, writeCounts } from './traffic.service.ts'
export type { ReadDeliveries } from './try-again.ts'
