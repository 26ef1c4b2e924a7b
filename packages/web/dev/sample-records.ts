import { ArrivedEvents, Catalogue, SourcePage, SourceTraffic, TouchpointList } from '@teia/contracts'
import { type Call, sources, typed } from './sample-common.ts'
import { iso, live, spots } from './sample-data.ts'

const arrived = () => ({
  items: Array.from({ length: 24 }, (_, index) => ({
    id: `v${index}`,
    receivedAt: iso(index * 4100),
    verdict: index % 7 === 3 ? 'refused' : index % 9 === 5 ? 'duplicate' : 'accepted',
    reason: index % 7 === 3 ? 'missing_event_name' : null,
    detail: index % 7 === 3 ? 'A track call needs a name in `event`.' : null,
    type: 'track',
    name: index % 7 === 3 ? '' : 'Product Viewed',
    userId: index % 2 ? 'MA-0041873' : null,
    anonymousId: '7f3a91c2',
    library: 'analytics.js 1.7',
    body: { type: 'track', event: 'Product Viewed', properties: { product: 'Café', price: 42.9 } },
    delivery: null,
  })),
})

const traffic = () => ({
  minutes: Array.from({ length: 60 }, (_, index) => ({
    time: iso((59 - index) * 60_000),
    accepted: 40 + ((index * 13) % 22),
    refused: index % 11 === 0 ? 4 : 0,
    duplicate: index % 7 === 0 ? 2 : 0,
  })),
  last24h: { accepted: 61_204, refused: 212, duplicate: 98 },
  reasons: [
    { reason: 'missing_event_name', count: 180 },
    { reason: 'invalid_timestamp', count: 32 },
  ],
  spans: Array.from({ length: 48 }, (_, index) => ({
    time: iso((47 - index) * 3_600_000),
    accepted: 2_400 + ((index * 131) % 700),
    refused: index % 9 === 0 ? 60 : 2,
    duplicate: index % 5,
    keptAside: index % 16 === 0 ? 8 : 0,
    reasons: [
      { reason: 'missing_event_name', count: index % 9 === 0 ? 60 : 2 },
      ...(index % 16 === 0 ? [{ reason: 'invalid_timestamp', count: 8 }] : []),
    ],
  })),
  lagMs: 340,
})

/** Sample sources, touchpoints and names that can be asked about. */
export function readData({ path }: Call): unknown {
  if (path === '/live/recent')
    return { items: Array.from({ length: 12 }, (_, index) => ({ ...live(index), time: iso(index * 3000) })) }
  if (path === '/sources') return typed(SourcePage, { items: sources, nextCursor: null })
  if (/^\/sources\/[^/]+\/recent$/.test(path)) return typed(ArrivedEvents, arrived())
  if (/^\/sources\/[^/]+\/traffic$/.test(path)) return typed(SourceTraffic, traffic())
  if (path === '/touchpoints')
    return typed(TouchpointList, {
      items: spots.map(([name, channel], index) => ({
        id: `t${index}`,
        name,
        channel,
        ownership: index === 11 ? 'third-party' : index === 13 ? 'partner' : 'own',
        interactions28d: 9000 - index * 511,
        people28d: 4000 - index * 217,
      })),
    })
  if (path === '/catalogue')
    return typed(Catalogue, {
      events: ['Product Viewed', 'Order Completed', 'Email Opened', 'Survey Answered'].map((name, index) => ({
        name,
        count: 9000 - index * 900,
      })),
      properties: [
        { name: 'total', events: ['Order Completed'], type: 'number' },
        { name: 'payment_method', events: ['Order Completed'], type: 'string' },
      ],
      traits: [
        { name: 'city', type: 'string' },
        { name: 'language', type: 'string' },
      ],
      touchpoints: spots.map(([name, channel]) => ({ name, channel, count: 10 })),
    })
  if (path === '/catalogue/values')
    return {
      values: [
        { value: 'Curitiba', count: 812 },
        { value: 'Milano', count: 340 },
      ],
    }
  return undefined
}
