import type { Person, TimelineItem } from '@teia/contracts'

/** Items of one local day, newest day first, in the order given. */
export function byDay(
  items: readonly TimelineItem[],
  dayKey: (time: string) => string,
): { day: string; items: TimelineItem[] }[] {
  const days: { day: string; items: TimelineItem[] }[] = []
  for (const item of items) {
    const day = dayKey(item.time)
    const last = days.at(-1)
    if (last?.day === day) last.items.push(item)
    else days.push({ day, items: [item] })
  }
  return days
}

const textNames = ['text', 'comment', 'answer', 'message', 'verbatim', 'feedback', 'body']

/** What the person wrote, when the event carries words of theirs. */
export function verbatimOf(item: TimelineItem): string | null {
  for (const name of textNames) {
    const value = item.properties[name]
    if (typeof value === 'string' && value.trim().length > 2) return value.trim()
  }
  return null
}

/** The score an event carries, with its scale: NPS counts to ten. */
export function scoreOf(item: TimelineItem): { score: number; tone: 'good' | 'mid' | 'bad' } | null {
  const { score, metric } = item.properties
  if (typeof score !== 'number') return null
  return { score, tone: toneOf(score, typeof metric === 'string' ? metric : 'nps') }
}

const scales: Record<string, readonly [good: number, mid: number]> = { nps: [9, 7], ces: [5, 4] }

/** NPS: 9 and 10 promote, 0 to 6 detract. Effort to seven: 5 to 7 was easy, 1 to 3 hard. To five: 4 and 5 are good, 1 and 2 bad. */
export function toneOf(score: number, metric: string): 'good' | 'mid' | 'bad' {
  const [good, mid] = scales[metric.toLowerCase()] ?? [4, 3]
  return score >= good ? 'good' : score >= mid ? 'mid' : 'bad'
}

const detailNames = [
  'product',
  'product_name',
  'name',
  'title',
  'query',
  'subject',
  'order_id',
  'path',
  'url',
  'campaign',
  'reason',
]

/** The one property worth showing beside the name of an event. */
export function detailOf(item: TimelineItem): string | null {
  for (const name of detailNames) {
    const value = item.properties[name]
    if (typeof value === 'string' && value !== '' && value !== item.name) return value
  }
  return null
}

/** Money the event carries, in its own currency or the given one. */
export function amountOf(item: TimelineItem, currency: string): { amount: number; currency: string } | null {
  for (const name of ['total', 'revenue', 'value', 'amount']) {
    const value = item.properties[name]
    if (typeof value === 'number') {
      const own = item.properties.currency
      return { amount: value, currency: typeof own === 'string' && /^[A-Z]{3}$/.test(own) ? own : currency }
    }
  }
  return null
}

/** A fault or a success that the name of the event says itself. */
export function toneOfItem(item: TimelineItem): 'good' | 'bad' | undefined {
  const score = scoreOf(item)
  if (score) return score.tone === 'mid' ? undefined : score.tone
  if (/fail|declin|error|refus|cancel|late|delay|bounc|complain|refund/i.test(item.name)) return 'bad'
  if (/order completed|payment (approved|succeeded)|order delivered|resolved/i.test(item.name)) return 'good'
  return undefined
}

/** The last score and the one before it of the same metric. */
export function lastScores(person: Pick<Person, 'scores'>) {
  const last = person.scores.at(-1)
  const before = last && person.scores.slice(0, -1).findLast((score) => score.metric === last.metric)
  return { last, before }
}

/** The names that occur more than once, which need a second word to be told apart. */
export function namedTwice(names: readonly string[]): Set<string> {
  return new Set(names.filter((name, index) => names.indexOf(name) !== index))
}
