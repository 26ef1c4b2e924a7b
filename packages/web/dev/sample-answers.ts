import {
  AccountPage,
  ApiKeyPage,
  ArrivedEvents,
  AuditPage,
  Catalogue,
  DemoProgress,
  InvitationPage,
  JourneyStrip,
  MemberPage,
  PathPeopleAnswer,
  PathsAnswer,
  PeopleBehindAnswer,
  Person,
  PersonPage,
  PulseAnswer,
  RawEvent,
  Session,
  SetupState,
  SourcePage,
  SourceTraffic,
  TimelinePage,
  TouchpointList,
  TrendAnswer,
} from '@teia/contracts'
import type { z } from 'zod'
import {
  interaction,
  iso,
  live,
  makeRandom,
  now,
  paths,
  people,
  pulseRow,
  spots,
  timeline,
} from './sample-data.ts'

export type Call = { method: string; path: string; query: URLSearchParams; body: unknown }

const DAY = 86_400_000
const meta = {
  sql: 'SELECT touchpoint, uniqExact(person_id) AS people\nFROM interactions\nWHERE workspace_id = {workspace: UUID}\nGROUP BY touchpoint',
  elapsedMs: 84,
  rowsRead: 412_330,
}
const day = (ago: number) => new Date(now - ago * DAY).toISOString().slice(0, 10)
const workspace = {
  id: 'w1',
  name: 'Mercado Aurora',
  slug: 'mercado-aurora',
  timeZone: 'America/Sao_Paulo',
  language: 'pt-BR' as const,
  currency: 'BRL',
  sessionTimeoutMinutes: 30,
  isDemo: true,
}

const sources = [
  {
    id: 's1',
    name: 'Loja web',
    kind: 'web',
    writeKey: 'wk_7hQ2mZr4TnXcVb19',
    enabled: true,
    createdAt: iso(170 * DAY),
    lastEventAt: iso(4000),
  },
  {
    id: 's2',
    name: 'App',
    kind: 'app',
    writeKey: 'wk_pL8sKd03YtGhWe55',
    enabled: true,
    createdAt: iso(160 * DAY),
    lastEventAt: iso(9000),
  },
  {
    id: 's3',
    name: 'Transportadora',
    kind: 'server',
    writeKey: 'wk_Zx71BvNmQaRf0Ju2',
    enabled: false,
    createdAt: iso(40 * DAY),
    lastEventAt: iso(3 * DAY),
  },
]

const trend = () => {
  const random = makeRandom(3)
  const series = ['Product page', 'Mobile app', 'Newsletter'].map((name, index) => {
    const points = Array.from({ length: 28 }, (_, at) => ({
      time: day(27 - at),
      value: Math.round((900 - index * 260) * (0.8 + random() * 0.4)),
    }))
    return { key: [name], total: points.reduce((sum, point) => sum + point.value, 0), points }
  })
  return {
    series,
    previous: series.map((one) => ({
      ...one,
      points: one.points.map((point) => ({ ...point, value: Math.round(point.value * 0.9) })),
    })),
    meta,
  }
}

const pulse = () => {
  const total = 8412
  const changes = [
    0.006, -0.034, 0.021, 0.004, -0.003, -0.028, 0.002, 0.018, 0.001, -0.002, 0.003, -0.001, 0.006, 0.004,
    -0.001,
  ]
  const shares = [0.62, 0.51, 0.38, 0.29, 0.21, 0.17, 0.15, 0.14, 0.09, 0.05, 0.06, 0.04, 0.11, 0.16, 0.07]
  const spark = (size: number) =>
    Array.from({ length: 28 }, (_, at) => Math.round(size * (0.9 + 0.1 * Math.sin(at / 1.3) + at * 0.004)))
  return {
    range: { from: day(27), to: day(0) },
    previousRange: { from: day(55), to: day(28) },
    people: { value: total, previous: 8159, known: 5131, spark: spark(640) },
    interactions: { value: 63_940, previous: 64_716, spark: spark(2300) },
    newPeople: { value: 2310, previous: 2194, spark: spark(82) },
    returningPeople: { value: 6102, previous: 5965, spark: spark(220) },
    nps: { score: 26, low: 20, high: 33, n: 612, previous: { score: 31, low: 25, high: 37, n: 640 } },
    byTouchpoint: spots.map(([name, channel], index) =>
      pulseRow(name, channel, shares[index] ?? 0.1, changes[index] ?? 0, total),
    ),
    byChannel: [...new Set(spots.map(([, channel]) => channel))].map((channel, index) =>
      pulseRow(channel, channel, 0.7 / (index + 1.2), index === 1 ? 0.024 : 0.001 * index, total),
    ),
    meta,
  }
}

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
      { purpose: 'marketing_email', granted: true, at: iso(100 * DAY) },
      { purpose: 'whatsapp', granted: false, at: iso(20 * DAY) },
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
  lagMs: 340,
})

function question(path: string, body: unknown): unknown {
  const asked = body as { depth?: number }
  if (path === '/questions/pulse') return typed(PulseAnswer, pulse())
  if (path === '/questions/trend') return typed(TrendAnswer, trend())
  if (path === '/questions/paths')
    return typed(PathsAnswer, { ...paths(asked.depth ?? 5), people: 4860, walks: 4860, meta })
  if (path === '/questions/path-people')
    return typed(PathPeopleAnswer, {
      people: people.slice(0, 8).map((one) => ({ ...one, at: one.lastSeenAt })),
      total: 176,
      between: {
        n: 176,
        median: 62,
        p90: 144,
        upTo: 180,
        bins: [8, 18, 32, 46, 42, 34, 26, 24, 28, 38, 28, 16],
      },
      meta,
    })
  if (path === '/questions/people')
    return typed(PeopleBehindAnswer, { items: people.slice(0, 50), nextCursor: null, total: 1432, meta })
  return undefined
}

function typed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  return schema.parse(value)
}

let signedIn = true

function reading({ path, query }: Call): unknown {
  if (path === '/session')
    return typed(Session, {
      user: { id: 'u1', name: 'Cecília Guabiroba', email: 'cecilia@aurora.example' },
      workspaces: [{ ...workspace, role: 'owner' }],
    })
  if (path === '/setup')
    return typed(SetupState, {
      needsSetup: false,
      demo: { email: 'demo@teia.example', password: 'demo-demo-demo' },
    })
  if (path === '/demo')
    return typed(DemoProgress, {
      state: 'done',
      sent: 412_330,
      total: 412_330,
      ratePerSecond: 0,
      etaSeconds: null,
      message: null,
    })
  if (path === '/live/recent')
    return { items: Array.from({ length: 12 }, (_, index) => ({ ...live(index), time: iso(index * 3000) })) }
  if (path === '/members')
    return typed(MemberPage, {
      items: [
        {
          id: 'm1',
          userId: 'u1',
          name: 'Cecília Guabiroba',
          email: 'cecilia@aurora.example',
          role: 'owner',
          joinedAt: iso(170 * DAY),
        },
        {
          id: 'm2',
          userId: 'u2',
          name: 'Bento Figueira',
          email: 'bento@aurora.example',
          role: 'agent',
          joinedAt: iso(90 * DAY),
        },
      ],
      nextCursor: null,
    })
  if (path === '/invitations')
    return typed(InvitationPage, {
      items: [
        {
          id: 'i1',
          email: 'lia@aurora.example',
          role: 'analyst',
          createdAt: iso(DAY),
          expiresAt: iso(-6 * DAY),
          invitedBy: 'Cecília Guabiroba',
        },
      ],
      nextCursor: null,
    })
  if (path === '/invitations/view')
    return { workspaceName: workspace.name, email: 'lia@aurora.example', role: 'analyst', userExists: false }
  if (path === '/keys')
    return typed(ApiKeyPage, {
      items: [
        {
          id: 'k1',
          name: 'Export job',
          prefix: 'tk_9fA2',
          scopes: ['people:read', 'questions:read'],
          createdAt: iso(30 * DAY),
          createdBy: 'Cecília Guabiroba',
          lastUsedAt: iso(DAY),
          expiresAt: null,
        },
      ],
      nextCursor: null,
    })
  if (path === '/audit')
    return typed(AuditPage, {
      items: [
        {
          id: 'x1',
          time: iso(3_600_000),
          actor: 'Cecília Guabiroba',
          action: 'source.update',
          subject: 'Transportadora',
          before: { enabled: true, name: 'Andorinha' },
          after: { enabled: false, name: 'Transportadora' },
        },
        {
          id: 'x2',
          time: iso(DAY),
          actor: 'Bento Figueira',
          action: 'member.join',
          subject: 'bento@aurora.example',
          before: null,
          after: { role: 'agent' },
        },
      ],
      nextCursor: null,
    })
  if (path === '/sources') return typed(SourcePage, { items: sources, nextCursor: null })
  if (/^\/sources\/[^/]+\/recent$/.test(path)) return typed(ArrivedEvents, arrived())
  if (/^\/sources\/[^/]+\/traffic$/.test(path)) return typed(SourceTraffic, traffic())
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

/** The sample answer to a call; null for one without a body, undefined where there is no sample. */
export function answers(call: Call): unknown {
  const { method, path, body } = call
  if (path === '/api/auth/sign-in/email' || path === '/api/auth/sign-out') {
    signedIn = path.endsWith('email')
    return {}
  }
  if (path === '/session' && !signedIn) return undefined
  if (path.startsWith('/questions/')) return question(path, body)
  if (method === 'GET') return reading(call)
  if (method === 'DELETE') return null
  if (method === 'PATCH' && path.startsWith('/sources/')) return { ...sources[0], ...(body as object) }
  if (method === 'POST' && path === '/sources') return { ...sources[0], ...(body as object), id: 's9' }
  if (path === '/workspace') return { ...workspace, ...(body as object) }
  if (path === '/keys')
    return {
      id: 'k9',
      name: 'New',
      kind: 'secret',
      key: 'tk_9fA2xxxxxxxxxxxxxxxxxxxxxxxx',
      scopes: ['people:read'],
    }
  if (path === '/invitations')
    return {
      id: 'i9',
      email: 'x@y.example',
      role: 'viewer',
      createdAt: iso(0),
      expiresAt: iso(-7 * DAY),
      invitedBy: 'Cecília Guabiroba',
      acceptUrl: 'http://127.0.0.1:4100/invitation?token=abc',
    }
  return {}
}
