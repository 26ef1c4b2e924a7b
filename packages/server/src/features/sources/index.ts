export { sourcesRoutes } from './sources.routes.ts'
export { createSource, keepRefusals, parkEvent, type SourcesDeps, writeCounts, writeKeyLookup } from './sources.service.ts'
