export { type Asking, hasOverrides, joinMeta, openScene, runPlan } from './ask.ts'
export type { AskLimits } from './ask-limits.ts'
export { askAttribution, askAttributionPeople } from './attribution.ts'
export type { CaseLog, LoggedCase, LoggedRow } from './case-log.ts'
export { openConformanceLog } from './conformance-log.ts'
export { all, filterSql, numberSql, propertySql } from './filter-sql.ts'
export {
  channelOf,
  eventsFrom,
  inRange,
  isInteraction,
  type Placing,
  personOf,
  type Scene,
  touchpointOf,
} from './fragments.ts'
export { askFunnel } from './funnel.ts'
export { askFunnelPeople } from './funnel-people.ts'
export { jsonPath } from './json-path.ts'
export { askLifecycle, askLifecyclePeople } from './lifecycle.ts'
export { askConformance, askConformancePeople } from './map-conformance.ts'
export { askMapDraft } from './map-draft.ts'
export { askMap } from './map-numbers.ts'
export { askMapPeople } from './map-people.ts'
export { askMapStep } from './map-step.ts'
export type { AskedMap } from './map-walks.ts'
export { isOrder, orderAmount } from './order-sql.ts'
export { inPart, type PartOfPeople, partOf } from './part-of-people.ts'
export { askPathPeople } from './path-people.ts'
export { askPaths } from './paths.ts'
export { askProcess } from './process.ts'
export { openProcessLog } from './process-log.ts'
export { askProcessPeople } from './process-people.ts'
export { askProcessReplay } from './process-replay.ts'
export { askProcessVariants } from './process-variants.ts'
export { Progress } from './progress.ts'
export { askPulse } from './pulse.ts'
export { askRetention, askRetentionPeople } from './retention.ts'
export { type AmongPeople, type AskedRule, never, RulesStatement, type WalkLeaf } from './segment-sql.ts'
export { askSeparates } from './separates.ts'
export { askSeparatesPeople } from './separates-people.ts'
export { Parameters } from './statement-parts.ts'
export { askStickiness, askStickinessPeople } from './stickiness.ts'
export { askTimeBetween, askTimeBetweenPeople } from './time-between.ts'
export { previousRange, resolveRange, type TimeRange } from './time-range.ts'
export { nextTouched } from './touched-people.ts'
export { nameTouchpoints, type TouchpointNames } from './touchpoint-names.ts'
export { askTrend } from './trend.ts'
