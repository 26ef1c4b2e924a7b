import type { Filter, FunnelExclusion, FunnelPlace, FunnelQuestion, FunnelStep, Leaf } from '@teia/contracts'
import { filterSql } from './filter-sql.ts'
import type { Scene } from './fragments.ts'
import { nameTouchpoints, type TouchpointNames } from './touchpoint-names.ts'

type Either = Pick<FunnelStep, 'event' | 'touchpoint' | 'channel' | 'filter' | 'anyOf'>

/** What an interaction has to be for a step, as a filter with touchpoints by their stored names. */
export function filterOfStep(step: Either, names: TouchpointNames): Filter {
  const places = step.anyOf?.map(leavesOf) ?? [leavesOf(step)]
  const [only, ...more] = places.map((leaves): Filter => ({ and: leaves }))
  const where: Filter = only && more.length === 0 ? only : { or: places.map((and) => ({ and })) }
  // Within `anyOf` a filter of its own is a part of each place; that of the step holds for all of them.
  const whole = step.anyOf && step.filter ? { and: [where, step.filter] } : where
  return nameTouchpoints(whole, names)
}

function leavesOf({ event, touchpoint, channel, filter }: FunnelPlace): Filter[] {
  const leaf: Leaf | null =
    event !== undefined
      ? { event, operator: 'equals' }
      : touchpoint !== undefined
        ? { touchpoint, operator: 'equals', ...(channel && { channel }) }
        : null
  return [...(leaf ? [leaf] : []), ...(filter ? [filter] : [])]
}

/** What a step is called in an answer: its own label, or the names of what it asks for. */
export function labelOfStep(step: FunnelStep, names: TouchpointNames): string {
  if (step.label !== undefined) return step.label
  const nameOf = ({ event, touchpoint }: FunnelPlace) =>
    event ?? (touchpoint === undefined ? '' : (names.find(touchpoint)?.name ?? touchpoint))
  return (step.anyOf ?? [step]).map(nameOf).join(' / ')
}

/** Exclusions have the bits after those of the most steps that there can be. */
const firstExclusion = 20
const markBits = 25

/** The steps of a funnel as places in the marks of a row: bit `n` of a mark says that the row fits step `n`. */
export type Marks = {
  /** Of the row: which steps and exclusions it fits, as bits. */
  mark: string
  /** That the row fits any of them. */
  isMarked: string
  /** The steps that are not optional, in order; the first of them is 0. */
  required: readonly number[]
  /** Optional steps with the number of required steps before them. */
  optional: readonly { step: number; after: number }[]
  /** For the gap after so many required steps: bits of what must not be in it. */
  excluded: (gap: number) => number
}

export function marksOf(question: FunnelQuestion, scene: Scene, names: TouchpointNames): Marks {
  const { steps, exclusions } = question
  const sqlOf = (asked: FunnelStep | FunnelExclusion) => filterSql(filterOfStep(asked, names), scene)
  const conditions = [
    ...steps.map((step, at) => ({ bit: at, sql: sqlOf(step) })),
    ...exclusions.map((one, at) => ({ bit: firstExclusion + at, sql: sqlOf(one) })),
  ]
  const required = steps.flatMap((step, at) => (step.optional ? [] : [at]))
  const before = (place: number) => required.filter((step) => step < place).length
  return {
    mark: conditions.map(({ bit, sql }) => `toUInt32(${sql}) * ${2 ** bit}`).join(' + '),
    isMarked: `(${conditions.map(({ sql }) => sql).join(' OR ')})`,
    required,
    optional: steps.flatMap((step, at) => (step.optional ? [{ step: at, after: before(at) }] : [])),
    excluded: (gap) =>
      exclusions.reduce(
        (bits, { after }, at) =>
          after === undefined || before(after) === gap ? bits + 2 ** (firstExclusion + at) : bits,
        0,
      ),
  }
}

/**
 * A row as one number: milliseconds since the range began, then the position in the log, then its marks. Numbers sort far
 * quicker than tuples, and equal times then go by acceptance. A range has less than 2^39 milliseconds.
 */
export function packedSql(mark: string, scene: Scene): string {
  const begun = `toUnixTimestamp64Milli(${scene.params.time(scene.range.from)})`
  return `bitShiftLeft(toUInt128(toUnixTimestamp64Milli(e.time) - ${begun}), ${64 + markBits})
           + bitShiftLeft(toUInt128(e.event_id), ${markBits}) + toUInt128(${mark})`
}

/** Milliseconds since the range began, from 1, so that 0 is no time. */
export const timesSql = (packed: string) =>
  `arrayMap(row -> toInt64(bitShiftRight(row, ${64 + markBits})) + 1, ${packed})`
export const marksSql = (packed: string) =>
  `arrayMap(row -> toUInt32(bitAnd(row, ${2 ** markBits - 1})), ${packed})`
