export { Arrivals, describeRefused } from './arrivals.ts'
export { Carrier } from './carrier.ts'
export { carryInThisThread } from './carrier-thread.ts'
export type { Client } from './client.ts'
export { askedContext } from './event-row.ts'
export {
  appendImported,
  checkImported,
  findCarried,
  importedBatchEvents,
} from './imported.ts'
export { type IngestRoutesDeps, ingestRoutes } from './ingest.routes.ts'
export { acceptMessages, type HandInDeps, refusalOf, refuse, type WritableSource } from './ingest.service.ts'
export { openLiveFeed } from './live-feed.service.ts'
export type { LiveFeed } from './live-feed.ts'
export { carriedUpTo, untilBegunIsCarried } from './pipeline.ts'
export { RequestLimiter } from './request-limiter.ts'
export { type Refusal, refusalFor, saidTime } from './segment-message.ts'
export { type KeptDelivery, type RefusedMessage, readBody } from './segment-record.ts'
export { type TagRoutesDeps, tagRoutes } from './tag.routes.ts'
