export { foldOverrides, foldWhenQuiet } from './fold-overrides.job.ts'
export { flushIdentityOutbox, identifyBlock } from './identity.service.ts'
export { foldText, mergeTraits, type StampedTraits } from './traits.ts'
