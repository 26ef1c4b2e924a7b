export { foldOverrides, foldWhenQuiet } from './fold-overrides.job.ts'
export { flushIdentityOutbox, type IdentityDeps, identifyBlock } from './identity.service.ts'
export { foldText, mergeTraits, plainTraits, type StampedTraits } from './traits.ts'
