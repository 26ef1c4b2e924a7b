export type { Letter } from './letter.ts'
export { faultsOfDelivery, findDeliveries, type Outbox, openOutbox } from './outbox.service.ts'
