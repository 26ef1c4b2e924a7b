export { type SystemDeps, systemRoutes } from './system.routes.ts'
