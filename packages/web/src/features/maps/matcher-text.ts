import type { EitherPlace, Filter } from '@teia/contracts'

const kinds = ['property', 'trait', 'event', 'touchpoint', 'channel', 'segment'] as const

function written(value: unknown): string {
  if (Array.isArray(value)) return `(${value.map(written).join(', ')})`
  return typeof value === 'string' ? `"${value}"` : JSON.stringify(value)
}
const signs: Record<string, string> = { equals: '=', not_equals: '≠', gt: '>', gte: '≥', lt: '<', lte: '≤' }

/** A filter as one line of a definition. */
export function filterText(filter: Filter): string {
  if ('and' in filter) return filter.and.map(within).join(' and ')
  if ('or' in filter) return filter.or.map(within).join(' or ')
  if ('not' in filter) return `not ${within(filter.not)}`
  const leaf = filter as Record<string, unknown>
  const kind = kinds.find((one) => leaf[one] !== undefined) ?? 'property'
  const name = String(leaf[kind])
  const operator = String(leaf.operator ?? 'equals')
  const value = leaf.value === undefined ? '' : ` ${written(leaf.value)}`
  const sign = signs[operator] ?? operator.replaceAll('_', ' ')
  if (kind === 'property' || kind === 'trait') return `${name} ${sign}${value}`
  return `${kind} ${sign} "${name}"${value}`
}
const within = (filter: Filter) =>
  'and' in filter || 'or' in filter ? `(${filterText(filter)})` : filterText(filter)

type Place = Omit<EitherPlace, 'anyOf'>

function placeText({ event, touchpoint, channel, filter }: Place): string[] {
  return [
    ...(event === undefined ? [] : [`event = "${event}"`]),
    ...(touchpoint === undefined ? [] : [`touchpoint = "${touchpoint}"`]),
    ...(channel === undefined ? [] : [`channel = "${channel}"`]),
    ...(filter === undefined ? [] : [filterText(filter)]),
  ]
}

/** What belongs to a step, line by line, as an engineer would write it. */
export function matcherText(matcher: EitherPlace): string[] {
  const { anyOf, ...own } = matcher
  const either = (anyOf ?? []).map((place, at) => `${at > 0 ? 'or ' : ''}${placeText(place).join(' and ')}`)
  const all = placeText(own)
  return [...either, ...all.map((line, at) => (at > 0 || either.length > 0 ? `and ${line}` : line))]
}
