import {
  AccountPage,
  DemoProgress,
  ImportCreated,
  JourneyMap,
  MapList,
  Note,
  PathsAnswer,
  PersonPage,
  Segment,
  SegmentList,
  Source,
  SourcePage,
  TaskPage,
} from '@teia/contracts'
import { type Api, address, day, expect } from './teia.ts'

/** Every page there is. */
export const pageNames = [
  'sign-in',
  'forgotten-password',
  'new-password',
  'confirm-email',
  'invitation',
  'pulse',
  'tasks',
  'tasks-done',
  'maps',
  'map',
  'map-edit',
  'map-draft',
  'map-conformance',
  'paths',
  'process',
  'process-waiting',
  'funnels',
  'separates',
  'time-between',
  'retention',
  'lifecycle',
  'stickiness',
  'trends',
  'attribution',
  'attribution-spend',
  'people',
  'person',
  'accounts',
  'account',
  'segments',
  'segment',
  'segment-edit',
  'segment-new',
  'identity',
  'identity-rules',
  'computed-traits',
  'sources',
  'source',
  'source-setup',
  'source-webhook',
  'source-traffic',
  'source-plan',
  'source-plan-event',
  'source-dead-letters',
  'source-settings',
  'webhook-setup',
  'imports',
  'export',
  'import',
  'live',
  'touchpoints',
  'touchpoint-order',
  'touchpoints-unmatched',
  'touchpoints-overlaps',
  'touchpoint',
  'touchpoint-edit',
  'touchpoint-new',
  'identity-duplicates',
  'privacy',
  'workspace',
  'members',
  'keys',
  'audit',
  'your-account',
  'gallery',
] as const
export type PageName = (typeof pageNames)[number]

/** Pages for those who are not signed in. The setup leads to the sign-in once it is made. */
export const doors: ReadonlySet<PageName> = new Set([
  'sign-in',
  'forgotten-password',
  'new-password',
  'confirm-email',
  'invitation',
])

/** Waits for the whole demo world, then says where each page has something on it; Paths with its panel open. */
export async function addressesOf(api: Api): Promise<Record<PageName, string>> {
  await expect
    .poll(async () => (await api.get(DemoProgress, '/demo')).state, { timeout: 300_000, intervals: [1000] })
    .not.toBe('running')
  const [people, accounts, sources, spot, imported, webhook, segment, map] = await Promise.all([
    api.get(PersonPage, '/people?limit=1&known=known'),
    api.get(AccountPage, '/accounts?limit=1'),
    api.get(SourcePage, '/sources'),
    largestLink(api),
    draftImport(api),
    someWebhook(api),
    someSegment(api),
    someMap(api),
  ])
  await someSpend(api)
  if (people.items[0]) await someTasks(api, people.items[0].id)
  const [person, account, source] = [people.items[0], accounts.items[0], sources.items[0]]
  if (!person || !account || !source) throw new Error('The demo workspace lacks people, accounts or sources.')
  return {
    'sign-in': '/sign-in',
    'forgotten-password': '/forgotten-password',
    'new-password': '/new-password?token=unknown',
    'confirm-email': '/confirm-email?token=unknown',
    invitation: '/invitation?token=unknown',
    pulse: '/',
    tasks: '/tasks?view=team',
    'tasks-done': '/tasks?view=done',
    maps: '/maps',
    map: address(`/maps/${map.id}`, { step: 'orders' }),
    'map-edit': address(`/maps/${map.id}`, { step: 'orders', edit: true }),
    'map-draft': address('/maps/draft', { without: ['stage-1'] }),
    'map-conformance': address(`/maps/${map.id}/conformance`, {
      segments: [segment.id],
      open: { of: { kind: 'skipped', step: 'orders' } },
    }),
    paths: address('/paths', spot),
    process: address('/process', { open: { node: 'Product page', part: 'met' } }),
    'process-waiting': '/process?view=waiting',
    funnels: address('/funnels', { breakdown: 'channel', open: { step: 2, part: 'left' } }),
    separates: address('/funnels/separates', { step: 2, all: true }),
    'time-between': address('/funnels/time-between', { breakdown: 'channel', open: { part: 'never' } }),
    retention: address('/retention', { open: { at: 1, part: 'returned' } }),
    lifecycle: address('/retention/lifecycle', { view: 'bars' }),
    stickiness: address('/retention/stickiness', { view: 'bars' }),
    attribution: address('/attribution', {
      ...{ by: 'touchpoint', apart: true, show: 'share' },
      open: { channel: 'Product page', part: 'converted' },
    }),
    'attribution-spend': address('/attribution', { spend: true, show: 'cost' }),
    trends: address('/trends', { breakdown: ['channel'] }),
    people: '/people',
    person: `/people/${person.id}`,
    accounts: '/accounts',
    account: `/accounts/${account.id}`,
    segments: '/segments',
    segment: `/segments/${segment.id}`,
    'segment-edit': `/segments/${segment.id}/edit`,
    'segment-new': '/segments/new',
    identity: '/identity',
    'identity-rules': '/identity-rules',
    'computed-traits': '/computed-traits',
    sources: '/sources',
    source: `/sources/${source.id}?tab=live`,
    'source-setup': `/sources/${source.id}?tab=setup`,
    'source-webhook': `/sources/${webhook.id}?tab=webhook`,
    'source-traffic': `/sources/${source.id}?tab=traffic`,
    'source-plan': `/sources/${source.id}?tab=plan`,
    'source-plan-event': address(`/sources/${source.id}`, { tab: 'plan', event: 'Order Completed' }),
    'source-dead-letters': `/sources/${source.id}?tab=dead`,
    'source-settings': `/sources/${source.id}?tab=settings`,
    'webhook-setup': `/sources/${webhook.id}?tab=setup`,
    imports: '/imports',
    export: '/export',
    import: `/imports/${imported.id}`,
    live: '/live',
    touchpoints: '/touchpoints',
    'touchpoint-order': '/touchpoints?view=order',
    'touchpoints-unmatched': '/touchpoints?view=unmatched',
    'touchpoints-overlaps': '/touchpoints?view=overlaps',
    touchpoint: '/touchpoints/product-page',
    'touchpoint-edit': '/touchpoints/home/edit',
    'touchpoint-new': '/touchpoints/new?event=Cart%20Viewed',
    'identity-duplicates': '/identity?part=likely',
    privacy: '/privacy',
    workspace: '/settings/workspace',
    members: '/settings/members',
    keys: '/settings/keys',
    audit: '/settings/audit',
    'your-account': '/settings/account',
    gallery: '/gallery',
  }
}

/** A task that is overdue, one without a date and one that is done, so that the lists of tasks have something to show. */
async function someTasks(api: Api, personId: string): Promise<void> {
  const { items } = await api.get(TaskPage, '/tasks?assignee=anyone')
  if (items.length > 0) return
  const write = (text: string, dueAt: string | null) =>
    api.ask(Note, `/people/${personId}/notes`, { kind: 'task', text, dueAt })
  await write('Ask whether the second delivery came with everything in it', '2020-01-31T12:00:00Z')
  await write('Thank for the review', null)
  const done = await write('Call back', null)
  await api.send('PATCH', `/notes/${done.id}`, { isDone: true })
}

/** What an ad cost in the last days but one, so that cost, return and what is missing have something to show. */
async function someSpend(api: Api): Promise<void> {
  const { timeZone } = api.workspace
  const items = [1, 3, 4, 5].flatMap((ago) =>
    ['Search ad', 'A radio station with a rather long name'].map((channel) => ({
      ...{ by: 'entry', day: day(timeZone, ago), channel, amount: 40 + ago },
    })),
  )
  expect((await api.send('PUT', '/spend', { items })).ok()).toBe(true)
}

/** A source of a provider, so that its parts have an address, rules and a trial to show. */
async function someWebhook(api: Api): Promise<Source> {
  const { items } = await api.get(SourcePage, '/sources')
  const found = items.find((one) => one.kind === 'stripe')
  return found ?? api.ask(Source, '/sources', { name: 'Stripe', kind: 'stripe' })
}

/** A segment with a rule of several kinds, so that its page and its editor have something to show. */
async function someSegment(api: Api): Promise<Segment> {
  const name = 'Bought in the last weeks and came back'
  const { items } = await api.get(SegmentList, '/segments')
  const found = items.find((one) => one.name === name)
  if (found) return found
  const rule = {
    and: [
      { did: { event: 'Order Completed' }, within: { value: 60, unit: 'days' } },
      {
        or: [
          {
            last: { touchpoint: 'Product page' },
            operator: 'gte',
            value: { ago: { value: 14, unit: 'days' } },
          },
          { sequence: [{ event: 'Product Viewed' }, { channel: 'app' }], within: { value: 3, unit: 'days' } },
        ],
      },
      { not: { trait: 'city', operator: 'in', value: ['Nowhere', 'A city with a rather long name'] } },
    ],
  }
  return api.ask(Segment, '/segments', { kind: 'live', name, description: 'For the letter in May', rule })
}

/** A map with numbers, a quote and a feeling that nobody measured, so that its page has something to show. */
async function someMap(api: Api): Promise<JourneyMap> {
  const name = 'Buying, as it is drawn for the audit'
  const { items } = await api.get(MapList, '/maps')
  const found = items.find((one) => one.name === name)
  if (found) return api.get(JourneyMap, `/maps/${found.id}`)
  const steps = [
    { id: 'looks', name: 'Looks', matcher: { event: 'Product Viewed' }, feeling: 0.5 },
    {
      id: 'waits',
      name: 'Waits',
      feeling: -0.5,
      cards: { pains: [{ id: 'late', text: 'No word when it is late' }] },
    },
  ]
  const orders = {
    id: 'orders',
    name: 'Orders',
    matcher: { event: 'Order Completed' },
    cards: {
      said: [{ id: 'said', text: 'Fast, it remembers my list', by: 'Rosa M.' }],
      places: [{ id: 'cart', text: '', touchpoint: 'cart' }],
    },
  }
  const lanes = [
    { id: 'mood', kind: 'feeling' },
    { id: 'places', kind: 'touchpoints' },
    { id: 'said', kind: 'quotes' },
    { id: 'pains', kind: 'pains' },
  ]
  const stages = [
    { id: 'choose', name: 'Choose', steps },
    { id: 'buy', name: 'Buy', steps: [orders] },
  ]
  return api.ask(JourneyMap, '/maps', { document: { name, lanes, asIs: { stages } } })
}

/** An import that waits for its start, so that its page has files, columns and rows to show. */
async function draftImport(api: Api) {
  const rows = Array.from(
    { length: 12 },
    (_, n) => `visitor-${n},Product Viewed,2026-01-0${1 + (n % 9)} 10:00:00,Café ${n}`,
  )
  const file = {
    name: 'a file with a rather long name to be cut somewhere.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['user_id,event,timestamp,product', ...rows, 'nobody,,never,'].join('\n')),
  }
  const answer = await api.upload('/imports', { file })
  return ImportCreated.parse(await answer.json())
}

/** The address parts that open the link most walked of the last 28 days. */
async function largestLink(api: Api) {
  const { timeZone } = api.workspace
  const { nodes, links } = await api.ask(PathsAnswer, '/questions/paths', {
    range: { from: day(timeZone, 27), to: day(timeZone, 0), timeZone },
    entry: true,
  })
  const steps = new Set(nodes.filter((node) => node.kind === 'step').map((node) => node.id))
  const [link] = links
    .filter(({ source, target }) => steps.has(source) && steps.has(target))
    .toSorted((a, b) => b.walks - a.walks)
  const spot = (id: string | undefined) => {
    const node = nodes.find((one) => one.id === id)
    return node && { depth: node.depth, label: node.label }
  }
  const [source, target] = [spot(link?.source), spot(link?.target)]
  return source && target ? { source, target } : {}
}
