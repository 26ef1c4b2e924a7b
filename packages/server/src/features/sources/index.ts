export { sourcesRoutes } from './sources.routes.ts'
export {
  createSource,
  ensureSource,
  forgetOldCounts,
  keepRefusals,
  parkEvent,
  RememberedSources,
  type SourcesDeps,
  writeCounts,
} from './sources.service.ts'
