export { foldOverrides, foldWhenQuiet } from './fold-overrides.job.ts'
export { identifyBlock, flushIdentityOutbox, type IdentityDeps } from './identity.service.ts'
export { foldText, plainTraits, mergeTraits, type StampedTraits } from './traits.ts'
