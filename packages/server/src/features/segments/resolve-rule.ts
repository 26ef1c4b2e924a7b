import { type Fault, faultOf, type SegmentRule } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'

/** What of a segment decides what a rule that asks for it means. */
export type KnownSegment = { id: string; name: string; kind: 'live' | 'list'; rule: SegmentRule | null }

/** Over how many levels segments may ask for each other. */
const mostLevels = 5

const refused = (fault: Fault) => new AppError('invalid_segment', 400, fault)

/** Finds a segment by its id, or by its name whatever its case. */
export function findSegment<One extends Pick<KnownSegment, 'id' | 'name'>>(
  segments: readonly One[],
  asked: string,
): One | undefined {
  const name = asked.trim().toLowerCase()
  return segments.find((one) => one.id === asked) ?? segments.find((one) => one.name.toLowerCase() === name)
}

function replaceSegments(
  rule: SegmentRule,
  replace: (leaf: Extract<SegmentRule, { segment: string }>) => SegmentRule,
): SegmentRule {
  if ('and' in rule) return { and: rule.and.map((part) => replaceSegments(part, replace)) }
  if ('or' in rule) return { or: rule.or.map((part) => replaceSegments(part, replace)) }
  if ('not' in rule) return { not: replaceSegments(rule.not, replace) }
  return 'segment' in rule ? replace(rule) : rule
}

/** The rule with other segments by their ids, so that it means the same when they are renamed. Throws `invalid_segment`. */
export function byIds(rule: SegmentRule, segments: readonly KnownSegment[]): SegmentRule {
  return replaceSegments(rule, (leaf) => {
    const found = findSegment(segments, leaf.segment)
    if (!found) throw refused(faultOf('segment_unknown', { name: leaf.segment }))
    return { ...leaf, segment: found.id }
  })
}

/**
 * The rule with the rules of live segments in their place; what is left to be asked for are lists. `path` are the
 * segments on whose behalf it is asked, outermost first. Throws `invalid_segment`.
 */
export function expandRule(
  rule: SegmentRule,
  segments: readonly KnownSegment[],
  path: readonly string[] = [],
): SegmentRule {
  return replaceSegments(rule, (leaf) => {
    const found = findSegment(segments, leaf.segment)
    if (!found) throw refused(faultOf('segment_unknown', { name: leaf.segment }))
    if (path.includes(found.id)) throw refused(faultOf('segment_circle', { name: found.name }))
    if (found.rule === null) return { ...leaf, segment: found.id }
    if (path.length >= mostLevels) throw refused(faultOf('segment_too_deep', { levels: mostLevels }))
    const inner = expandRule(found.rule, segments, [...path, found.id])
    return leaf.operator === 'not_equals' ? { not: inner } : inner
  })
}

/** The ids of the segments that a rule, which is by ids, asks for itself. */
export function askedIn(rule: SegmentRule | null): string[] {
  const ids: string[] = []
  if (rule)
    replaceSegments(rule, (leaf) => {
      ids.push(leaf.segment)
      return leaf
    })
  return ids
}

/** The segments whose rules ask for one, directly or by way of others. */
export function dependentsOf(id: string, segments: readonly KnownSegment[]): string[] {
  const found = new Set<string>()
  for (let next: string[] = [id]; next.length > 0; ) {
    const direct = segments.filter(
      (one) => !found.has(one.id) && askedIn(one.rule).some((asked) => next.includes(asked)),
    )
    next = direct.map((one) => one.id)
    for (const one of next) found.add(one)
  }
  return [...found]
}
