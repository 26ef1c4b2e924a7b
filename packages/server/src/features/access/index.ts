export { guardRoutes } from './access.guard.ts'
export { type AccessRoutesDeps, accessRoutes } from './access.routes.ts'
export {
  type AccessDeps,
  type Actor,
  audit,
  createKey,
  createWorkspace,
  ensureMember,
  findDemo,
  getWorkspace,
  markDemoFilled,
  needsSetup,
} from './access.service.ts'
export { authRoutes } from './auth.routes.ts'
export { openAuth } from './auth.ts'
export { answerRepeats } from './idempotency.service.ts'
