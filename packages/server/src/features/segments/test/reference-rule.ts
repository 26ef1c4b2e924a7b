import {
  durationMs,
  evaluateFilter,
  type InteractionPattern,
  type Moment,
  type SegmentRule,
  type Span,
  textOf,
  valueAt,
  valueTests,
} from '@teia/contracts'

export type Happened = { time: number; order: number; name: string; properties: Record<string, unknown> }
/** One person, as a rule sees them. */
export type Life = {
  events: readonly Happened[]
  traits: Record<string, unknown>
  lists: ReadonlySet<string>
}
/** Rules of live segments by id. */
export type Others = ReadonlyMap<string, SegmentRule>

/** Says by plain loops whether a rule fits a person now: what statements and memberships have to equal. */
export function ruleFits(rule: SegmentRule, life: Life, now: number, others: Others): boolean {
  const inner = (part: SegmentRule) => ruleFits(part, life, now, others)
  if ('and' in rule) return rule.and.every(inner)
  if ('or' in rule) return rule.or.some(inner)
  if ('not' in rule) return !inner(rule.not)
  const past = life.events.filter((one) => one.time <= now)
  if ('trait' in rule) return evaluateFilter(rule, subject(life.traits))
  if ('segment' in rule) {
    const other = others.get(rule.segment)
    const isIn = other ? inner(other) : life.lists.has(rule.segment)
    return isIn === (rule.operator === 'equals')
  }
  if ('did' in rule) {
    const n = past.filter((one) => isMeant(rule.did, one) && isWithin(rule.within, one, now)).length
    const { operator, value } = rule.times ?? { operator: 'gte' as const, value: 1 }
    if (operator === 'not_equals') return n !== value
    const test = valueTests[operator as 'gte']
    return test(String(n), [value].flat())
  }
  if ('sequence' in rule) return hasSequence(rule, past, now)
  const meant = past
    .filter((one) => isMeant('first' in rule ? rule.first : rule.last, one))
    .map((one) => one.time)
  if (meant.length === 0) return false
  const at = 'first' in rule ? Math.min(...meant) : Math.max(...meant)
  const bounds = [rule.value].flat().map((moment) => momentOf(moment as Moment, now))
  return valueTests[rule.operator as 'gt'](String(at), bounds)
}

const subject = (traits: Record<string, unknown>) => ({
  event: { name: '', touchpoint: '', channel: '' },
  property: () => undefined,
  trait: (name: string) => valueAt(traits, name),
  did: () => false,
})
const momentOf = (moment: Moment, now: number) =>
  typeof moment === 'string' ? Date.parse(moment) : now - durationMs(moment.ago)

function isMeant(pattern: InteractionPattern, one: Happened): boolean {
  if (pattern.event !== undefined && pattern.event !== one.name) return false
  return evaluateFilter(pattern.where, {
    ...subject({}),
    property: (name) => textOf(one.properties[name]),
  })
}

function isWithin(span: Span | undefined, one: Happened, now: number): boolean {
  if (!span) return true
  if ('unit' in span) return one.time >= now - durationMs(span)
  return one.time >= Date.parse(span.from) && (!span.to || one.time < Date.parse(span.to))
}

/** Every way to go through the steps, one event after the other. */
function hasSequence(
  { sequence, within, during }: Extract<SegmentRule, { sequence: unknown }>,
  past: readonly Happened[],
  now: number,
): boolean {
  const events = past
    .filter((one) => isWithin(during, one, now))
    .toSorted((x, y) => x.time - y.time || x.order - y.order)
  const goesOn = (step: number, after: number, begun: number): boolean =>
    step === sequence.length ||
    events.some((one, at) => {
      const pattern = sequence[step]
      if (at <= after || !pattern || !isMeant(pattern, one)) return false
      if (step > 0 && within && one.time - begun > durationMs(within)) return false
      return goesOn(step + 1, at, step === 0 ? one.time : begun)
    })
  return goesOn(0, -1, 0)
}
