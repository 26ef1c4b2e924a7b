export { type ExportsDeps, exportsRoutes } from './exports.routes.ts'
