import type {
  Channel,
  LiveInteraction,
  PathLink,
  PathNode,
  PersonSummary,
  PulseRow,
  TimelineItem,
} from '@teia/contracts'

/** A small generator with a seed, so that every start shows the same numbers. */
export function makeRandom(seed: number) {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}
const random = makeRandom(7)
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T

export const now = Date.now()
export const iso = (ago: number) => new Date(now - ago).toISOString()
const HOUR = 3_600_000
const DAY = 24 * HOUR

export const spots: readonly [string, Channel][] = [
  ['Website', 'web'],
  ['Product page', 'web'],
  ['Mobile app', 'app'],
  ['Cart', 'web'],
  ['Checkout', 'web'],
  ['Payment', 'web'],
  ['Newsletter', 'e-mail'],
  ['Instagram', 'social'],
  ['WhatsApp', 'messaging'],
  ['Call centre', 'phone'],
  ['Store Vila Clara', 'store'],
  ['Marketplace', 'marketplace'],
  ['Search ad', 'ad'],
  ['Delivery', 'other'],
  ['Survey', 'e-mail'],
]

const first = [
  'Otávio',
  'Elza',
  'Davi',
  'Celeste',
  'Benedito',
  'Rosa',
  'Tiago',
  'Lia',
  'Giulia',
  'Marco',
  'Chiara',
  'Noah',
]
const last = [
  'Pitanga',
  'Graviola',
  'Cajueiro',
  'Moreira',
  'Jatobá',
  'Umbuzeiro',
  'Nespolo',
  'Rossi',
  'Ferri',
  'Vale',
]
const cities = ['Curitiba', 'Recife', 'São Paulo', 'Porto Alegre', 'Milano', 'Torino', 'Bologna']

export const people: PersonSummary[] = Array.from({ length: 120 }, (_, index) => {
  const isKnown = index % 3 !== 2
  const a = first[index % first.length] ?? ''
  const b = last[(index * 7) % last.length] ?? ''
  return {
    id: `p${index + 1}`,
    name: isKnown ? `${a} ${b}` : `anonymous · ${(4096 + index * 317).toString(16).slice(-4)}`,
    isKnown,
    email: isKnown ? `${a}.${b}@mail.example`.toLowerCase() : null,
    city: isKnown ? pick(cities) : null,
    firstSeenAt: iso((60 + random() * 200) * DAY),
    lastSeenAt: iso(index * 0.7 * HOUR),
  }
})

const wilson = (k: number, n: number) => {
  const z = 1.96
  const p = k / n
  const mid = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n)
  return [mid - half, mid + half] as const
}

export function pulseRow(
  name: string,
  channel: Channel,
  share: number,
  change: number,
  total: number,
): PulseRow {
  const people = Math.round(share * total)
  const [shareLow, shareHigh] = wilson(people, total)
  const half = 1.96 * Math.sqrt((2 * share * (1 - share)) / total) + 0.002
  const z = Math.abs(change) / (half / 1.96)
  return {
    name,
    channel,
    people,
    previousPeople: Math.round((share - change) * total),
    interactions: Math.round(people * (2 + random() * 3)),
    previousInteractions: Math.round(people * (2 + random() * 3)),
    share,
    shareLow,
    shareHigh,
    change,
    changeLow: change - half,
    changeHigh: change + half,
    pAdjusted: Math.min(1, Math.exp(-z * z * 0.55)),
    spark: Array.from({ length: 28 }, (_, day) =>
      Math.round(people * (0.03 + 0.012 * Math.sin(day / 1.1) + random() * 0.01)),
    ),
  }
}

const names: Record<string, readonly string[]> = {
  web: ['Product Viewed', 'Products Searched', 'Product Added', 'Page Viewed'],
  app: ['Product Viewed', 'Order Completed', 'Screen Viewed'],
  'e-mail': ['Email Opened', 'Email Link Clicked', 'Survey Answered'],
  messaging: ['Message Sent', 'Message Received'],
  phone: ['Call Started', 'Call Ended'],
  store: ['Order Completed'],
  other: ['Order Shipped', 'Order Delivered'],
}

export function interaction(index: number, ago: number): TimelineItem {
  const [touchpoint, channel] = spots[Math.floor(random() * spots.length)] ?? ['Website', 'web']
  const name = touchpoint === 'Survey' ? 'Survey Answered' : pick(names[channel] ?? ['Page Viewed'])
  const properties: Record<string, unknown> =
    name === 'Order Completed'
      ? {
          order_id: `MA-${10000 + index}`,
          total: Math.round(random() * 40000) / 100,
          currency: 'BRL',
          payment_method: 'pix',
        }
      : name === 'Survey Answered'
        ? {
            metric: 'nps',
            score: pick([3, 6, 8, 9, 10]),
            text: pick([
              'O pagamento foi recusado duas vezes e depois o pacote chegou quatro dias depois do prometido. Ninguém avisou.',
              'Consegna veloce, tutto perfetto.',
              'Good selection, but the app is slow when I pay.',
            ]),
            language: 'pt',
          }
        : name === 'Product Viewed'
          ? { product: pick(['Café moído 500 g', 'Azeite extra virgem', 'Panela de barro']), price: 42.9 }
          : { path: `/p/${index}` }
  return { id: `e${index}`, time: iso(ago), name, type: 'track', touchpoint, channel, properties }
}

export const timeline = Array.from({ length: 140 }, (_, index) =>
  interaction(index, index * index * 0.032 * HOUR + index * 0.2 * HOUR),
)

export function live(index: number): LiveInteraction {
  const item = interaction(100_000 + index, 0)
  const person = people[Math.floor(random() * people.length)] as PersonSummary
  const total = item.properties.total
  return {
    id: `l${index}`,
    time: new Date().toISOString(),
    personId: person.id,
    personName: person.name,
    name: item.name,
    touchpoint: item.touchpoint,
    channel: item.channel,
    note:
      typeof total === 'number' ? `R$ ${total}` : ((item.properties.product as string | undefined) ?? null),
  }
}

const columns: readonly (readonly [string, number][])[] = [
  [
    ['Search ad', 1520],
    ['Direct', 1340],
    ['Instagram', 1120],
    ['E-mail', 880],
  ],
  [
    ['Product page', 1910],
    ['Category', 1270],
    ['Home', 960],
    ['Help', 40],
  ],
  [
    ['Cart', 1000],
    ['Product page', 1130],
    ['Search', 720],
  ],
  [
    ['Checkout', 760],
    ['Cart', 690],
    ['Product page', 380],
  ],
  [
    ['Payment', 690],
    ['Checkout', 470],
    ['Cart', 150],
  ],
  [
    ['Order completed', 462],
    ['Payment', 412],
    ['Checkout', 96],
    ['WhatsApp', 52],
  ],
]

/** Flows in the proportions of the columns; what does not go on has left. */
export function paths(depth: number): { nodes: PathNode[]; links: PathLink[] } {
  const nodes: PathNode[] = []
  const links: PathLink[] = []
  const used = Array.from({ length: depth + 1 }, (_, d) => columns[d] ?? columns[2 + (d % 4)] ?? [])
  used.forEach((column, d) => {
    const shrink = d > 5 ? 0.6 ** (d - 5) : 1
    for (const [label, count] of column) {
      const people = Math.round(count * shrink)
      nodes.push({
        id: `${d}:${label}`,
        depth: d,
        label,
        kind: d === 0 ? 'entry' : 'step',
        people,
        walks: people,
      })
    }
    if (d === 0) return
    const before = nodes.filter((node) => node.depth === d - 1 && node.kind !== 'left')
    const here = nodes.filter((node) => node.depth === d && node.kind === 'step')
    const total = before.reduce((sum, node) => sum + node.walks, 0)
    let lost = 0
    for (const source of before) {
      let rest = source.walks
      here.forEach((target, index) => {
        const tilt = 0.55 + (((index * 5 + source.label.length * 3 + d) % 7) / 7) * 0.9
        const walks = Math.min(rest, Math.round((target.walks * source.walks * tilt) / total))
        rest -= walks
        if (walks > 0) links.push(link(source, target.id, walks, index === 0 && d === 5 ? 1.02 : 1))
      })
      if (rest > 0) {
        links.push(link(source, `${d}:…left`, rest, source.label === 'Payment' ? 0.62 : 1.01))
        lost += rest
      }
    }
    nodes.push({ id: `${d}:…left`, depth: d, label: 'left', kind: 'left', people: lost, walks: lost })
  })
  return { nodes, links }
}

function link(source: PathNode, target: string, walks: number, beforeRatio: number): PathLink {
  const before = Math.round(walks * beforeRatio)
  return {
    source: source.id,
    target,
    people: walks,
    walks,
    before: { people: before, walks: before, sourceWalks: source.walks },
  }
}

/** One event as the live view of a source shows it, now. */
export const arrivedNow = (index: number) => ({
  id: `n${index}`,
  receivedAt: new Date().toISOString(),
  verdict: 'accepted',
  reason: null,
  detail: null,
  type: 'track',
  name: 'Product Viewed',
  userId: 'MA-0041873',
  anonymousId: null,
  library: 'analytics.js 1.7',
  body: { type: 'track', event: 'Product Viewed' },
})
