import type {
  Duration,
  Filter,
  InteractionPattern,
  Leaf,
  Moment,
  Operator,
  SegmentRule,
  SegmentRuleLeaf,
  Span,
  StepLeaf,
} from '@teia/contracts'
import type { Text } from '../../i18n/text.tsx'
import { areTimes, daysWords, operatorName } from '../../lib/operator-words.ts'

/** What things are called in a sentence. */
export type RuleNames = {
  touchpoint: (name: string) => string
  channel: (name: string) => string
  segment: (nameOrId: string) => string
  step: (leaf: StepLeaf) => { step: string; map: string }
}
type Said = Pick<Text, 't' | 'format' | 'maybe'>
type Saying = Said & { names: RuleNames }
type Did = Extract<SegmentRuleLeaf, { did: unknown }>
type First = Extract<SegmentRuleLeaf, { first: unknown } | { last: unknown }>

function joined(
  { t }: Saying,
  parts: string[],
  words: 'segments.sayAnd' | 'segments.sayOr' | 'segments.and' | 'segments.or',
): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : t(words, { before: parts.slice(0, -1).join(', '), last })
}

function valueWords(saying: Saying, value: unknown): string {
  if (Array.isArray(value))
    return joined(
      saying,
      value.map((one) => valueWords(saying, one)),
      'segments.or',
    )
  if (typeof value === 'number') return saying.format.numbers.format(value)
  return typeof value === 'boolean'
    ? saying.t(value ? 'common.yes' : 'common.no')
    : saying.t('segments.quoted', { text: String(value) })
}

const inOrder: readonly Operator[] = ['gt', 'gte', 'lt', 'lte', 'between']

function compared(saying: Saying, { operator, value }: Pick<Leaf, 'operator' | 'value'>): string {
  const days = daysWords(saying, { operator, value })
  if (days !== null) return days
  const name = operatorName(saying, operator, areTimes(value))
  const words =
    inOrder.includes(operator) && areTimes(value) ? saying.t('segments.sayTime', { when: name }) : name
  if (value === undefined) return words
  const [from, to] = operator === 'between' && Array.isArray(value) ? value : []
  const said =
    from === undefined || to === undefined
      ? valueWords(saying, value)
      : saying.t('segments.and', { before: valueWords(saying, from), last: valueWords(saying, to) })
  return `${words} ${said}`
}

function filterWords(saying: Saying, filter: Filter, isInner = false): string {
  const { t } = saying
  const all = (parts: Filter[]) => parts.map((one) => filterWords(saying, one, true))
  const within = (text: string, parts: Filter[]) => (isInner && parts.length > 1 ? `(${text})` : text)
  if ('and' in filter) return within(joined(saying, all(filter.and), 'segments.and'), filter.and)
  if ('or' in filter) return within(joined(saying, all(filter.or), 'segments.or'), filter.or)
  if ('not' in filter) return t('segments.sayNot2', { rule: filterWords(saying, filter.not) })
  const name = 'property' in filter ? filter.property : t('filters.kind_event')
  const value = 'event' in filter ? filter.event : filter.value
  return `${name} ${compared(saying, { operator: filter.operator, value })}`
}

function patternWords(saying: Saying, pattern: InteractionPattern, isNot = false): string {
  const { t, names } = saying
  const { event, touchpoint, channel, where } = pattern
  return [
    event ? t('segments.quoted', { text: event }) : t(isNot ? 'segments.sayNothing' : 'segments.sayAnything'),
    touchpoint ? t('segments.sayAt', { name: names.touchpoint(touchpoint) }) : '',
    channel ? t('segments.sayOn', { channel: names.channel(channel) }) : '',
    where ? t('segments.sayWhere', { rule: filterWords(saying, where) }) : '',
  ].join('')
}

const durationWords = ({ t }: Saying, { value, unit }: Duration) =>
  t(`segments.duration_${unit}`, { n: value })

function spanWords(saying: Saying, span: Span | undefined): string {
  const { t, format } = saying
  if (!span) return ''
  if ('unit' in span) return t(`segments.sayLast_${span.unit}`, { n: span.value })
  const day = (at: string) => momentWords(format, at)
  return span.to === undefined
    ? t('segments.saySince', { from: day(span.from) })
    : t('segments.sayFromTo', { from: day(span.from), to: day(span.to) })
}

const momentWords = (format: Saying['format'], at: string) => {
  if (Number.isNaN(Date.parse(at))) return '…'
  const clock = format.clock(at)
  return clock === '00:00' ? format.dayYear(at) : `${format.dayYear(at)} ${clock}`
}

function didWords(saying: Saying, { did, times, within }: Did): string {
  const { t } = saying
  const isNot = times?.operator === 'equals' && times.value === 0
  const what = patternWords(saying, did, isNot)
  const span = spanWords(saying, within)
  if (isNot) return t('segments.sayDidNot', { what, span })
  if (!times) return t('segments.sayDid', { what, times: '', span })
  const [n, m] = Array.isArray(times.value) ? times.value : [times.value, times.value]
  const operator = times.operator as 'gte'
  return t('segments.sayDid', { what, times: t(`segments.sayTimes_${operator}`, { n, m }), span })
}

function whenWords(saying: Saying, { operator, value }: Pick<First, 'operator' | 'value'>): string {
  const { t, format } = saying
  const written = (one: Moment) =>
    typeof one === 'string'
      ? momentWords(format, one)
      : t('segments.sayAgo', { duration: durationWords(saying, one.ago) })
  if (Array.isArray(value)) {
    const [from, to] = value
    return t('segments.sayBetween', { from: written(from), to: written(to) })
  }
  const sign = operator as 'gt'
  return typeof value === 'string'
    ? t(`segments.sayMoment_${sign}`, { time: written(value) })
    : t(`segments.sayAgo_${sign}`, { duration: durationWords(saying, value.ago) })
}

function leafWords(saying: Saying, leaf: SegmentRuleLeaf): string {
  const { t, names } = saying
  if ('trait' in leaf) {
    const said = compared(saying, leaf)
    return t('segments.sayTrait', { name: leaf.trait, compared: said })
  }
  if ('segment' in leaf)
    return t(leaf.operator === 'not_equals' ? 'segments.sayNotIn' : 'segments.sayIn', {
      name: names.segment(leaf.segment),
    })
  if ('step' in leaf)
    return t(`segments.sayStep_${leaf.part}`, { ...names.step(leaf), span: spanWords(saying, leaf.within) })
  if ('did' in leaf) return didWords(saying, leaf)
  if ('sequence' in leaf) {
    const { sequence, within, during } = leaf
    return t('segments.saySequence', {
      steps: sequence.map((one) => patternWords(saying, one)).join(t('segments.sayThen')),
      distance: within ? t('segments.sayDistance', { duration: durationWords(saying, within) }) : '',
      span: spanWords(saying, during),
    })
  }
  return 'first' in leaf
    ? t('segments.sayFirst', { what: patternWords(saying, leaf.first), when: whenWords(saying, leaf) })
    : t('segments.sayLatest', { what: patternWords(saying, leaf.last), when: whenWords(saying, leaf) })
}

function clauses(saying: Saying, rule: SegmentRule, isInner: boolean): string {
  const { t } = saying
  const several = (rules: SegmentRule[], words: 'segments.sayAnd' | 'segments.sayOr') => {
    const said = joined(
      saying,
      rules.map((one) => clauses(saying, one, rules.length > 1)),
      words,
    )
    return isInner && rules.length > 1 ? `(${said})` : said
  }
  if ('and' in rule)
    return rule.and.length === 0 ? t('segments.sayEverybody') : several(rule.and, 'segments.sayAnd')
  if ('or' in rule) return rule.or.length === 0 ? t('segments.sayNobody') : several(rule.or, 'segments.sayOr')
  if (!('not' in rule)) return leafWords(saying, rule)
  const isSeveral = 'or' in rule.not && rule.not.or.length > 1
  return t(isSeveral ? 'segments.sayNone' : 'segments.sayNot', { rule: clauses(saying, rule.not, false) })
}

/** A whole rule as one sentence. */
export function ruleWords(rule: SegmentRule, { t, format, maybe }: Said, names: RuleNames): string {
  return t('segments.sayPeople', { rule: clauses({ t, format, maybe, names }, rule, false) })
}
