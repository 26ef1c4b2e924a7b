export { entryChannel } from './entry-channel.ts'
export { placeEvent } from './place-event.ts'
export { touchpointsRoutes } from './touchpoints.routes.ts'
export type { TouchpointsDeps } from './touchpoints.service.ts'
