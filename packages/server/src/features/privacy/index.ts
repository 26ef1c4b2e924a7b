export { withoutErased } from './drop-erased.service.ts'
export { refusedWithoutErased } from './erased-messages.service.ts'
export { ErasureJobs } from './erasures.job.ts'
export { type PrivacyDeps, privacyRoutes } from './privacy.routes.ts'
