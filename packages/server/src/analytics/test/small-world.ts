import fc from 'fast-check'

/** A place on earth, and a moment there around which the clock changes or a day is skipped. */
export const moments: readonly { timeZone: string; at: string }[] = [
  { timeZone: 'UTC', at: '2026-03-01T12:00:00Z' },
  { timeZone: 'Europe/Rome', at: '2026-03-29T01:00:00Z' },
  { timeZone: 'Europe/Rome', at: '2025-10-26T01:00:00Z' },
  { timeZone: 'America/Sao_Paulo', at: '2018-11-04T03:00:00Z' },
  { timeZone: 'America/Sao_Paulo', at: '2026-02-28T12:00:00Z' },
  { timeZone: 'America/Santiago', at: '2025-09-07T04:00:00Z' },
  { timeZone: 'America/New_York', at: '2026-11-01T06:00:00Z' },
  { timeZone: 'Asia/Kathmandu', at: '2026-03-01T00:00:00Z' },
  { timeZone: 'Australia/Lord_Howe', at: '2026-04-04T15:00:00Z' },
  { timeZone: 'Pacific/Chatham', at: '2026-04-04T14:00:00Z' },
]

/** Text, numbers, booleans, times, lists and objects, among them such as are easily taken for another. */
const scalars: readonly (string | number | boolean)[] = [
  ...[0, 1, -1, 2.5, 30, 1.7091, 1e21, 1e-7, 12345678901234],
  ...['1', '1.0', '01', ' 1', '+5', '.5', '1e2', 'inf', 'nan', '', 'a', 'alpha', 'ALPHA', 'Alphabet', 'x%_y'],
  ...[
    'Ünï 👍',
    'ünï',
    'ß',
    'SS',
    'İ',
    "y'z",
    'back\\slash',
    'a\nb',
    '日本',
    '\u{FF5E}',
    'null',
    'true',
    'false',
  ],
  ...[
    '2026-01-15',
    '2026-01-15T10:00:00Z',
    '2026-01-15T10:00:00.123+02:00',
    '2026-01-15 10:00',
    '2026-02-30',
  ],
  ...['5', '20260115', '2026', '1700000000'],
  ...[true, false],
]
const scalar = fc.constantFrom(...scalars)
const anyValue = fc.oneof(
  { weight: 12, arbitrary: scalar },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(
      null,
      [],
      {},
      ['x', "y'z"],
      [1, 2],
      [1.5, -2],
      [true, false],
      [['a'], []],
    ),
  },
  { weight: 1, arbitrary: fc.record({ city: scalar, 'zip code': scalar }, { requiredKeys: ['city'] }) },
)
const ownNames = ['n', 's', 'when', 'ok', 'address', 'ünï', 'q"x', "o'k", 'x y', '`tick`', '%s'] as const
const askedNames = [
  ...ownNames,
  'address.city',
  'address.zip code',
  'a.b',
  'missing',
  'properties.n',
] as const
const bag = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...ownNames), anyValue, { maxKeys: 5 }),
    fc.option(fc.tuple(fc.boolean(), scalar)),
  )
  .map(([own, dotted]): Record<string, unknown> => {
    if (!dotted) return own
    const [isNested, value] = dotted
    return { ...own, ...(isNested ? { a: { b: value } } : { 'a.b': value }) }
  })

const eventNames = [
  'A',
  'B',
  'C',
  'Product Viewed',
  'Product Added',
  'Order Completed',
  'Email Opened',
  'naïve 👍',
] as const
const touchpoints = [
  'Product page',
  'Cart',
  'Order completed',
  'E-mail',
  'Home',
  'Page',
  'nowhere',
  '',
] as const
const channels = ['web', 'app', 'e-mail', 'other', 'store'] as const
const campaigns = [
  undefined,
  { source: 'google', medium: 'cpc' },
  { source: 'newsletter', medium: 'email' },
] as const

const minute = 60_000
/** Between two events of a visit: nothing, less than a session's pause, exactly a pause, or more. */
const gap = fc.constantFrom(
  0,
  1,
  minute,
  29 * minute,
  30 * minute - 1,
  30 * minute,
  31 * minute,
  5 * 60 * minute,
)
const happening = fc.record({
  gap,
  call: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...eventNames).map((event) => ({ type: 'track', event })) },
    { weight: 1, arbitrary: fc.constantFrom('home', 'about').map((name) => ({ type: 'page', name })) },
    { weight: 1, arbitrary: fc.constant({ type: 'screen', name: 'Main' }) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: -1, max: 11 }).map((score) => ({
        type: 'track',
        event: 'Survey Answered',
        properties: { metric: 'NPS', score },
      })),
    },
  ),
  by: fc.constantFrom('user', 'device', 'both'),
  site: fc.constantFrom({ app: { name: 'Shop' } }, { page: { path: '/p' } }, {}),
  campaign: fc.constantFrom(...campaigns),
  properties: bag,
})
const visit = fc.record({
  person: fc.nat(4),
  device: fc.nat(1),
  startsAt: fc.integer({ min: -5 * 24 * 60, max: 5 * 24 * 60 }),
  happenings: fc.array(happening, { minLength: 1, maxLength: 6 }),
})
/** People 0 to 3 sign in some time; 4 never does. Some turn out to be the same. */
export const smallWorld = fc.record({
  moment: fc.constantFrom(...moments),
  visits: fc.array(visit, { minLength: 3, maxLength: 12 }),
  traits: fc.array(bag, { minLength: 4, maxLength: 4 }),
  joins: fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 1 }),
  signInMinute: fc.array(fc.integer({ min: -8000, max: 8000 }), { minLength: 4, maxLength: 4 }),
})
type DrawnWorld = typeof smallWorld extends fc.Arbitrary<infer World> ? World : never
/** `accounts`: what is said of whom, and the minute when. */
export type SmallWorld = DrawnWorld & {
  accounts?: readonly (readonly [person: number, account: string, minute: number])[]
}

const depths = { depthIdentifier: fc.createDepthIdentifier(), maxDepth: 3 }
const valueOperators = [
  'equals',
  'not_equals',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
] as const
const orders = ['gt', 'gte', 'lt', 'lte'] as const
const asks = fc.oneof(
  fc.record({ operator: fc.constantFrom(...valueOperators, ...orders, 'in', 'not_in'), value: scalar }),
  fc.record({ operator: fc.constantFrom('in', 'not_in'), value: fc.array(scalar, { maxLength: 5 }) }),
  fc.record({ operator: fc.constant('between'), value: fc.tuple(scalar, scalar) }),
  fc.record({ operator: fc.constantFrom('is_set', 'is_not_set') }),
)
const nameOperator = fc.constantFrom('equals', 'not_equals', 'did', 'did_not')
const propertyName = fc.constantFrom(...askedNames, 'context.campaign.medium', 'context.page.path', 'score')
const leaf = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(propertyName, asks).map(([property, ask]) => ({ property, ...ask })) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constantFrom(...askedNames), asks).map(([trait, ask]) => ({ trait, ...ask })),
  },
  fc.record({ event: fc.constantFrom(...eventNames, 'Identified', 'nobody'), operator: nameOperator }),
  fc.record(
    {
      touchpoint: fc.constantFrom(...touchpoints.filter((name) => name !== '')),
      operator: nameOperator,
      channel: fc.constantFrom(...channels),
    },
    { requiredKeys: ['touchpoint', 'operator'] },
  ),
  fc.record({ channel: fc.constantFrom(...channels), operator: nameOperator }),
)
/** Of these only what can be asked of an event alone. */
export const eventLeaf = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(propertyName, asks).map(([property, ask]) => ({ property, ...ask })) },
  fc.record({
    event: fc.constantFrom(...eventNames, 'nobody'),
    operator: fc.constantFrom('equals', 'not_equals'),
  }),
)
export const matchedEvents = eventNames

type Tree = { filter: unknown }
const tree: fc.Arbitrary<unknown> = fc.letrec<Tree>((tie) => ({
  filter: fc.oneof(
    depths,
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(tie('filter'), { maxLength: 3 }).map((and) => ({ and })) },
    { weight: 1, arbitrary: fc.array(tie('filter'), { maxLength: 3 }).map((or) => ({ or })) },
    { weight: 1, arbitrary: tie('filter').map((not) => ({ not })) },
  ),
})).filter

const share = fc.constantFrom(0, 0, 0.1, 0.3, 0.5)
const breakdown = fc.constantFrom(
  ...[
    'event',
    'touchpoint',
    'channel',
    'entry',
    's',
    'property:n',
    'trait:s',
    'trait:address.city',
    'context.page.path',
  ],
)
const pathEnd = fc.constantFrom(...eventNames.slice(0, 4), 'Product page', 'Cart', 'Page')
/** Everything about a question but its range. */
export const question = fc.record({
  days: fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 0, max: 7 })),
  edges: fc.constantFrom('dates', 'instants'),
  elsewhere: fc.option(fc.constantFrom(...moments.map((one) => one.timeZone)), { freq: 4 }),
  filter: fc.option(tree, { freq: 4, nil: undefined }),
  trend: fc.record(
    {
      measure: fc.constantFrom('events' as const, 'people' as const),
      interval: fc.constantFrom('hour' as const, 'day' as const, 'week' as const, 'month' as const),
      event: fc.constantFrom(...eventNames, 'Identified'),
      breakdown: fc.uniqueArray(breakdown, { minLength: 1, maxLength: 3 }),
      limit: fc.integer({ min: 1, max: 5 }),
    },
    { requiredKeys: ['measure', 'interval'] },
  ),
  paths: fc.record(
    {
      by: fc.constantFrom('touchpoint' as const, 'event' as const),
      depth: fc.integer({ min: 2, max: 6 }),
      scope: fc.constantFrom('session' as const, 'person' as const),
      collapseRepeats: fc.boolean(),
      minShare: share,
      entry: fc.boolean(),
      from: pathEnd,
      to: pathEnd,
    },
    { requiredKeys: ['by', 'depth', 'scope', 'collapseRepeats', 'minShare', 'entry'] },
  ),
})
export type Asked = typeof question extends fc.Arbitrary<infer Question> ? Question : never
