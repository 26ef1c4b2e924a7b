export { portableViews } from './portable-views.service.ts'
export { viewsRoutes } from './views.routes.ts'
export type { ViewsDeps } from './views.service.ts'
