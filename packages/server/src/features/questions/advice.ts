import { type Advice, type Fault, faultOf, findOperator } from '@teia/contracts'

type Asked = Readonly<Record<string, unknown>>
/** What one part of a question could be instead; without a change only words can say it. */
type Idea = { fault: Fault; change?: Asked }

const isAsked = (value: unknown): value is Asked =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What somebody can ask instead of a question that took too long or too much, the most helpful first: a shorter time, then
 * whatever of its own kind makes a question long. A question within another, as that of a list of people, is looked at too.
 *
 * @example adviceFor({ range: { from: '2025-01-01', to: '2025-12-31' }, depth: 10 })
 */
export function adviceFor(body: unknown): Advice[] {
  if (!isAsked(body)) return []
  const found = ideasOf(body)
  if (found.length > 0) return found
  return [{ fault: faultOf('advice_people'), question: null }]
}

function ideasOf(asked: Asked): Advice[] {
  const own = ideas.flatMap((idea) => idea(asked) ?? [])
  const inner = Object.entries(asked).flatMap(([key, value]) =>
    isAsked(value) && (isAsked(value.range) || isAsked(value.funnel))
      ? ideasOf(value).map(({ fault, question }) => ({
          fault,
          question: question && { ...withoutCursor(asked), [key]: question },
        }))
      : [],
  )
  const told = own.map(({ fault, change }) => ({
    fault,
    question: change ? { ...withoutCursor(asked), ...change } : null,
  }))
  return [...inner, ...told]
}

/** Another question has other pages. */
const withoutCursor = ({ cursor: _, ...asked }: Asked): Asked => asked

const ideas: readonly ((asked: Asked) => Idea | Idea[] | null)[] = [
  shorterRange,
  ({ lookbackDays }) =>
    typeof lookbackDays === 'number' && lookbackDays > 30
      ? { fault: faultOf('advice_lookback', { days: 30, asked: lookbackDays }), change: { lookbackDays: 30 } }
      : null,
  ({ breakdown }) => {
    const names = [breakdown ?? []].flat().join(', ')
    return names === ''
      ? null
      : { fault: faultOf('advice_breakdown', { names }), change: { breakdown: undefined } }
  },
  ({ interval }) =>
    interval === 'hour' ? { fault: faultOf('advice_interval'), change: { interval: 'day' } } : null,
  ({ depth }) =>
    typeof depth === 'number' && depth > 5
      ? { fault: faultOf('advice_depth', { depth: 5, asked: depth }), change: { depth: 5 } }
      : null,
  ({ periods }) =>
    typeof periods === 'number' && periods > 12
      ? { fault: faultOf('advice_periods', { periods: 12, asked: periods }), change: { periods: 12 } }
      : null,
  ({ steps }) =>
    Array.isArray(steps) && steps.length > 5
      ? { fault: faultOf('advice_steps', { steps: steps.length }) }
      : null,
  longWindow,
  highOrders,
  ({ scope }) =>
    scope === 'session' ? { fault: faultOf('advice_person'), change: { scope: 'person' } } : null,
  ({ compare }) =>
    compare === 'previous' ? { fault: faultOf('advice_compare'), change: { compare: 'none' } } : null,
  ({ filter }) => costlyLeaves(filter),
]

const dayMs = 86_400_000
/** Lengths to fall back to, the longest first. */
const shorter = [90, 28, 7]

function shorterRange({ range }: Asked): Idea | null {
  if (!isAsked(range) || typeof range.from !== 'string' || typeof range.to !== 'string') return null
  const [from, to] = [Date.parse(range.from), Date.parse(range.to)]
  const isDate = range.to.length === 10
  const asked = Math.round((to - from) / dayMs) + (isDate ? 1 : 0)
  const days = shorter.find((one) => one < asked)
  if (days === undefined) return null
  const since = new Date(to - (isDate ? days - 1 : days) * dayMs).toISOString()
  return {
    fault: faultOf('advice_range', { days, asked }),
    change: { range: { ...range, from: isDate ? since.slice(0, 10) : since } },
  }
}

/** Days of a unit, as far as a window of it can be long. */
const daysOf: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30 }

function longWindow({ window }: Asked): Idea | null {
  if (!isAsked(window) || typeof window.value !== 'number') return null
  const days = window.value * (daysOf[String(window.unit)] ?? 0)
  return days > 30 ? { fault: faultOf('advice_window', { days }) } : null
}

function highOrders({ models }: Asked): Idea | null {
  if (!Array.isArray(models)) return null
  const high = models.filter((model) => /^markov_[234]$/.test(String(model)))
  if (high.length === 0) return null
  const left = models.filter((model) => !high.includes(model))
  const orders = high.map((model) => String(model).slice(-1)).join(', ')
  return {
    fault: faultOf('advice_order', { orders }),
    change: { models: left.length > 0 ? left : ['markov'] },
  }
}

/** Conditions that look at all that a person has done. */
function costlyLeaves(filter: unknown): Idea[] {
  const leaves = leavesOf(filter)
  const events = leaves.flatMap(({ event, operator }) =>
    ['did', 'did_not'].includes(findOperator(String(operator)) ?? '') ? [String(event)] : [],
  )
  return [
    ...(leaves.some(({ segment }) => segment !== undefined) ? [{ fault: faultOf('advice_segment') }] : []),
    ...(events.length > 0
      ? [{ fault: faultOf('advice_did', { names: [...new Set(events)].join(', ') }) }]
      : []),
  ]
}

function leavesOf(filter: unknown): Asked[] {
  if (!isAsked(filter)) return []
  const parts = [filter.and ?? [], filter.or ?? [], filter.not ?? []].flat()
  return parts.length > 0 ? parts.flatMap(leavesOf) : [filter]
}
