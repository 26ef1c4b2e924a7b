import {
  conditionsOf,
  type Fault,
  faultOf,
  type JourneyMap,
  measuredSteps,
  type SegmentRule,
  type SegmentRuleLeaf,
  type StepLeaf,
  windowSeconds,
} from '@teia/contracts'
import type { AskedRule, WalkLeaf } from '../../analytics/index.ts'
import { AppError } from '../../platform/errors.ts'

/** What of a segment decides what a rule that asks for it means. */
export type KnownSegment = { id: string; name: string; kind: 'live' | 'list'; rule: SegmentRule | null }
/** A map whose steps rules may ask about. */
export type KnownMap = Pick<JourneyMap, 'id' | 'document'>
/** What rules may ask for: all segments, and of the maps those that are asked about. */
export type KnownRules = { segments: readonly KnownSegment[]; maps: readonly KnownMap[] }

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

type Joined<Leaf> = { and: Joined<Leaf>[] } | { or: Joined<Leaf>[] } | { not: Joined<Leaf> } | Leaf

function replaceLeaves<To>(rule: SegmentRule, replace: (leaf: SegmentRuleLeaf) => Joined<To>): Joined<To> {
  if ('and' in rule) return { and: rule.and.map((part) => replaceLeaves(part, replace)) }
  if ('or' in rule) return { or: rule.or.map((part) => replaceLeaves(part, replace)) }
  if ('not' in rule) return { not: replaceLeaves(rule.not, replace) }
  return replace(rule)
}

/** The rule with other segments by their ids, so that it means the same when they are renamed. Throws `invalid_segment`. */
export function byIds(rule: SegmentRule, segments: readonly KnownSegment[]): SegmentRule {
  return replaceLeaves<SegmentRuleLeaf>(rule, (leaf) => {
    if (!('segment' in leaf)) return leaf
    const found = findSegment(segments, leaf.segment)
    if (!found) throw refused(faultOf('segment_unknown', { name: leaf.segment }))
    return { ...leaf, segment: found.id }
  })
}

/**
 * The rule with the rules of live segments and the drawings of maps in their place; what is left to be asked for are
 * lists. `path` are the segments on whose behalf it is asked, outermost first. Throws `invalid_segment`.
 */
export function expandRule(rule: SegmentRule, known: KnownRules, path: readonly string[] = []): AskedRule {
  return replaceLeaves<Exclude<SegmentRuleLeaf, StepLeaf> | WalkLeaf>(rule, (leaf) => {
    if ('step' in leaf) return walkOf(leaf, known, path)
    if (!('segment' in leaf)) return leaf
    const found = findSegment(known.segments, leaf.segment)
    if (!found) throw refused(faultOf('segment_unknown', { name: leaf.segment }))
    if (path.includes(found.id)) throw refused(faultOf('segment_circle', { name: found.name }))
    if (found.rule === null) return { ...leaf, segment: found.id }
    if (path.length >= mostLevels) throw refused(faultOf('segment_too_deep', { levels: mostLevels }))
    const inner = expandRule(found.rule, known, [...path, found.id])
    return leaf.operator === 'not_equals' ? { not: inner } : inner
  })
}

/** A condition about a step with its drawing, of the people whose journey the map is about. */
function walkOf(leaf: StepLeaf, known: KnownRules, path: readonly string[]): AskedRule {
  const document = known.maps.find((one) => one.id === leaf.map)?.document
  if (!document) throw refused(faultOf('segment_map_gone'))
  const walked = measuredSteps(document[leaf.state ?? 'asIs'])
  const place = walked.findIndex((one) => one.id === leaf.step) + 1
  if (place === 0) throw refused(faultOf('segment_step_gone', { step: leaf.step, map: document.name }))
  const { part, within } = leaf
  const walk = { walked, place, part, within, patienceMs: windowSeconds(document.patience) * 1000 }
  if (document.segment === undefined) return walk
  const whose = { segment: document.segment, operator: 'equals' as const }
  return { and: [expandRule(whose, known, path), walk] }
}

/** How much a rule asks of each interaction, in conditions; each step of a drawing is one. */
export function weightOf(rule: AskedRule): number {
  const sum = (rules: readonly AskedRule[]) => rules.reduce((whole, one) => whole + weightOf(one), 0)
  if ('and' in rule) return sum(rule.and)
  if ('or' in rule) return sum(rule.or)
  if ('not' in rule) return weightOf(rule.not)
  return 'walked' in rule ? rule.walked.length : 1
}

/** The conditions of a rule about steps of maps. */
export const stepsAskedIn = (rule: SegmentRule | null): StepLeaf[] =>
  (rule ? conditionsOf(rule) : []).filter((leaf) => 'step' in leaf)

/** The ids of the segments that a rule, which is by ids, asks for itself, also by asking about a map of theirs. */
export function askedIn(rule: SegmentRule | null, { segments, maps }: KnownRules): string[] {
  return (rule ? conditionsOf(rule) : []).flatMap((leaf) => {
    if ('segment' in leaf) return [leaf.segment]
    const whose = 'step' in leaf && maps.find((one) => one.id === leaf.map)?.document.segment
    return whose ? (findSegment(segments, whose)?.id ?? []) : []
  })
}

/** The segments whose rules ask for one, directly or by way of others. */
export function dependentsOf(id: string, known: KnownRules): string[] {
  const found = new Set<string>()
  for (let next: string[] = [id]; next.length > 0; ) {
    const direct = known.segments.filter(
      (one) => !found.has(one.id) && askedIn(one.rule, known).some((asked) => next.includes(asked)),
    )
    next = direct.map((one) => one.id)
    for (const one of next) found.add(one)
  }
  return [...found]
}
