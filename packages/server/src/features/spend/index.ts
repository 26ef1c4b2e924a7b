export { portableSpend } from './portable-spend.service.ts'
export { spendRoutes } from './spend.routes.ts'
export { type SpentOnChannels, spendOfDays } from './spend-of-days.service.ts'
