export { sourcesRoutes } from './sources.routes.ts'
export {
  createSource,
  ensureSource,
  forgetOldCounts,
  keepRefusals,
  parkEvent,
  type SourcesDeps,
  writeCounts,
  writeKeyLookup,
} from './sources.service.ts'
