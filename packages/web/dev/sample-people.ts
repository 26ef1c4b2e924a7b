import { AccountPage, JourneyStrip, Person, PersonPage, RawEvent, TimelinePage } from '@teia/contracts'
import { type Call, DAY, typed } from './sample-common.ts'
import { interaction, iso, now, people, spots, timeline } from './sample-data.ts'

const person = (id: string) => {
  const summary = people.find((one) => one.id === id) ?? people[0]
  return {
    ...summary,
    identifiers: [
      { kind: 'userId', value: 'MA-0041873', firstSeenAt: iso(160 * DAY), lastSeenAt: iso(DAY) },
      {
        kind: 'anonymousId',
        value: '7f3a91c2-55de-4b0e-9a41',
        firstSeenAt: iso(170 * DAY),
        lastSeenAt: iso(DAY),
      },
    ],
    links: [
      {
        a: '7f3a91c2-55de-4b0e-9a41',
        b: 'MA-0041873',
        rule: 'identify',
        assertedAt: iso(160 * DAY),
        applied: true,
      },
    ],
    traits: [
      { name: 'city', value: 'Curitiba', setAt: iso(100 * DAY) },
      { name: 'language', value: 'pt-BR', setAt: iso(100 * DAY) },
      { name: 'phone', value: '+55 41 5550-0134', setAt: iso(90 * DAY) },
    ],
    accounts: [{ id: 'a1', groupId: 'family-pitanga', name: 'Família Pitanga', people: 2 }],
    consents: [
      { purpose: 'marketing_email', granted: true, at: iso(100 * DAY), expiresAt: null },
      { purpose: 'whatsapp', granted: false, at: iso(20 * DAY), expiresAt: null },
    ],
    interactions: 226,
    sessions: 41,
    touchpoints: spots
      .slice(0, 7)
      .map(([touchpoint, channel], index) => ({ touchpoint, channel, interactions: 64 - index * 9 })),
    scores: [8, 9, 9, 3].map((score, index) => ({
      time: iso((270 - index * 86) * DAY),
      metric: 'nps',
      score,
    })),
    value: { orders: 11, total: 2184, previousTotal: 1930, medianDaysBetween: 31, daysSinceLast: 20 },
  }
}

const strip = () => {
  const points = timeline.filter((item) => Date.parse(item.time) > now - 28 * DAY).reverse()
  return { from: iso(28 * DAY), to: iso(0), total: points.length, points }
}

/** Sample people with what they did, and their accounts. */
export function readPeople({ path, query }: Call): unknown {
  if (path === '/people')
    return typed(PersonPage, {
      items: people
        .filter((one) => one.name.toLowerCase().includes((query.get('search') ?? '').toLowerCase()))
        .slice(0, 50),
      nextCursor: null,
      total: 20_114,
    })
  if (/^\/people\/[^/]+$/.test(path)) return typed(Person, person(path.split('/')[2] ?? ''))
  if (/timeline$/.test(path))
    return typed(TimelinePage, {
      items: timeline.slice(0, Number(query.get('limit') ?? 50)),
      nextCursor: null,
    })
  if (/journey$/.test(path)) return typed(JourneyStrip, strip())
  if (/^\/events\//.test(path))
    return typed(RawEvent, {
      id: 'e1',
      receivedAt: iso(1000),
      source: 'Loja web',
      raw: { type: 'track', event: 'Product Viewed' },
      item: interaction(1, 1000),
    })
  if (path === '/accounts')
    return typed(AccountPage, {
      items: [{ id: 'a1', groupId: 'family-pitanga', name: 'Família Pitanga', people: 2 }],
      nextCursor: null,
    })
  if (/^\/accounts\//.test(path))
    return {
      id: 'a1',
      groupId: 'family-pitanga',
      name: 'Família Pitanga',
      traits: [],
      people: people.slice(0, 2),
      peopleTotal: 2,
    }
  return undefined
}
