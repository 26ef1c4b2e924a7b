import {
  durationMs,
  evaluateFilter,
  type InteractionPattern,
  type Moment,
  type SegmentRule,
  type Span,
  type StepLeaf,
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
/** A map as a rule sees it: what its steps are, how long somebody may rest, and whose journeys it shows. */
export type Drawn = {
  steps: readonly { id: string; is: InteractionPattern }[]
  patienceMs: number
  whose?: SegmentRule | undefined
}
/** Rules of live segments by id, and the one map. */
export type Others = { segments: ReadonlyMap<string, SegmentRule>; map: Drawn }

/** Says by plain loops whether a rule fits a person now: what statements and memberships have to equal. */
export function ruleFits(rule: SegmentRule, life: Life, now: number, others: Others): boolean {
  const inner = (part: SegmentRule) => ruleFits(part, life, now, others)
  if ('and' in rule) return rule.and.every(inner)
  if ('or' in rule) return rule.or.some(inner)
  if ('not' in rule) return !inner(rule.not)
  const past = life.events.filter((one) => one.time <= now)
  if ('trait' in rule) return evaluateFilter(rule, { ...subject(life.traits), now })
  if ('segment' in rule) {
    const other = others.segments.get(rule.segment)
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
  if ('step' in rule)
    return (!others.map.whose || inner(others.map.whose)) && isAtStep(rule, others.map, past, now)
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

/** The walk step by step: where somebody was, what came after, and whether they are still there. */
function isAtStep(
  rule: StepLeaf,
  { steps, patienceMs }: Drawn,
  past: readonly Happened[],
  now: number,
): boolean {
  const walk = past
    .filter((one) => isWithin(rule.within, one, now))
    .toSorted((x, y) => x.time - y.time || x.order - y.order)
    .map((one) => ({ time: one.time, at: steps.findIndex(({ is }) => isMeant(is, one)) }))
    .filter(({ at }) => at >= 0)
  const place = steps.findIndex(({ id }) => id === rule.step)
  const begun = walk.findIndex(({ at }) => at === place)
  if (begun < 0) return false
  const after = walk.slice(begun + 1)
  const last = walk.at(-1)
  const isNow = last?.at === place && last.time >= now - patienceMs
  const wentOn = after.some(({ at }) => at > place)
  const awayAt = after.findIndex(({ at }) => at !== place)
  const returned = awayAt >= 0 && after.slice(awayAt).some(({ at }) => at === place)
  return { now: isNow, entered: true, wentOn, left: !wentOn && !isNow, returned }[rule.part]
}
