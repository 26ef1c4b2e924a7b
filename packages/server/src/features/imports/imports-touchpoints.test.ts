import type { Import, ImportPreview, TouchpointList } from '@teia/contracts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ended, importAll, upload } from '../../../test/import-files.ts'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

vi.setConfig({ testTimeout: 60_000 })

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

const rows = [
  'touchpoint,ownership,partner,channel,owner team,systems,events,property: region,condition',
  'Courier handover,partner,Express Ltd,store,Logistics,TMS; Scanner,Parcel Handed Over,south,',
  'Review site,third-party,Stars Inc,web,Brand,,Review Posted,,stars = 5; kind != test',
  'Home,own,,,Growth,CMS,Home Opened | Home Seen,,',
].join('\n')

const catalogueOf = async (own: TestWorkspace) => {
  const { items, version } = await own.key.get<TouchpointList>('/api/v1/touchpoints')
  return {
    version,
    ids: items.toSorted((one, other) => one.place - other.place).map((one) => one.id),
    of: (name: string) => items.find((one) => one.name === name)?.definition,
  }
}

test('rows of a CSV file become touchpoints: detected, shown as they will be, and in once', async () => {
  const own = await server.workspace()
  const before = await catalogueOf(own)
  const id = await upload(own, [['touchpoints.csv', rows]])
  const draft = await own.key.get<Import>(`/api/v1/imports/${id}`)
  expect(draft.mapping?.files[0]?.emits).toEqual([
    {
      emit: 'touchpoint',
      name: { column: 'touchpoint' },
      ownership: { column: 'ownership' },
      partner: { column: 'partner' },
      channel: { column: 'channel' },
      team: { column: 'owner team' },
      systems: { column: 'systems' },
      events: { column: 'events' },
      where: { column: 'condition' },
      conditions: [{ name: 'region', value: { column: 'property: region' } }],
    },
  ])
  const { rows: shown } = await own.key.get<ImportPreview>(`/api/v1/imports/${id}/preview`)
  expect(shown.map((row) => [row.line, row.refusal, row.messages[0]?.name])).toEqual([
    [2, null, 'Courier handover'],
    [3, null, 'Review site'],
    [4, null, 'Home'],
  ])
  await own.key.post(`/api/v1/imports/${id}/start`, undefined)
  expect(await ended(own, id)).toMatchObject({ state: 'done', rows: 3, accepted: 3, rejected: 0, events: 0 })

  const catalogue = await catalogueOf(own)
  expect(catalogue.of('Courier handover')).toEqual({
    name: 'Courier handover',
    ownership: 'partner',
    partner: 'Express Ltd',
    channel: 'store',
    team: 'Logistics',
    systems: ['TMS', 'Scanner'],
    description: '',
    matcher: {
      events: ['Parcel Handed Over'],
      pages: [],
      screens: [],
      where: { property: 'region', operator: 'equals', value: 'south' },
    },
  })
  expect(catalogue.of('Review site')?.matcher.where).toEqual({
    and: [
      { property: 'stars', operator: 'equals', value: '5' },
      { property: 'kind', operator: 'not_equals', value: 'test' },
    ],
  })
  expect(catalogue.of('Home')?.matcher.events).toEqual(['Home Opened', 'Home Seen'])
  expect(catalogue.ids).toEqual(['courier-handover', 'review-site', ...before.ids])

  const again = await importAll(own, [['renamed.csv', rows]])
  expect(again).toMatchObject({ state: 'done', accepted: 0, duplicates: 3, rejected: 0 })
  expect(await catalogueOf(own)).toMatchObject({ version: catalogue.version, ids: catalogue.ids })
  await own.send([
    { type: 'track', event: 'Parcel Handed Over', userId: 'ana', properties: { region: 'south' } },
  ])
  await server.caughtUp()
  const { items } = await own.key.get<{ items: { touchpoint?: { name: string } | string }[] }>(
    '/api/v1/live/recent',
  )
  expect(JSON.stringify(items[0]?.touchpoint)).toContain('Courier handover')
})

test('what a row does not say of a touchpoint stays, and rows about one touchpoint add up', async () => {
  const own = await server.workspace()
  await importAll(own, [['touchpoints.csv', rows]])
  const more =
    '{"touchpoint":"Courier handover","team":"Delivery","events":["Parcel Left"]}\n' +
    '{"touchpoint":"courier handover","team":"Delivery","events":["Parcel Lost"]}\n'
  const done = await importAll(own, [['more.ndjson', more]])
  expect([done.mapping?.files[0]?.emits[0]?.emit, done.state, done.accepted]).toEqual([
    'touchpoint',
    'done',
    2,
  ])
  const catalogue = await catalogueOf(own)
  expect(catalogue.of('courier handover')).toMatchObject({
    ownership: 'partner',
    partner: 'Express Ltd',
    team: 'Delivery',
    matcher: {
      events: ['Parcel Left', 'Parcel Lost'],
      where: { property: 'region', operator: 'equals', value: 'south' },
    },
  })
})

test('rows that are no touchpoints are told with line and reason, and the rest gets in', async () => {
  const own = await server.workspace()
  const bad = [
    'touchpoint,ownership,channel,where',
    'Good,own,web,',
    ',own,web,',
    'Theirs,somebody,web,',
    'Far,own,moon,',
    'Odd,own,web,stars greater',
    'Deep,own,web,"{""trait"": ""city"", ""value"": ""Rome""}"',
  ].join('\n')
  const done = await importAll(own, [['touchpoints.csv', bad]])
  expect(done).toMatchObject({ state: 'done', rows: 6, accepted: 1, rejected: 5 })
  const { text } = await own.key.request('GET', done.rejectsUrl ?? '')
  const lines = text.trim().split('\r\n').slice(1)
  expect(lines.map((line) => line.split(',')[1])).toEqual(['3', '4', '5', '6', '7'])
  expect(text).toMatch(/has no name/)
  expect(text).toMatch(/“ownership” is ""somebody""/)
  expect(text).toMatch(/“channel” is ""moon""/)
  expect(text).toMatch(/not “property = value”/)
  expect(text).toMatch(/A matcher asks of the event alone/)
  expect((await catalogueOf(own)).of('Good')).toBeDefined()
})

test('touchpoints come in only by who may change them', async () => {
  const own = await server.workspace()
  const clerk = { ...own, key: await own.keyWith(['sources:write', 'sources:read', 'workspace:read']) }
  const done = await importAll(clerk, [['touchpoints.csv', rows]])
  expect(done).toMatchObject({ state: 'done', accepted: 0, rejected: 3 })
  expect((await clerk.key.request('GET', done.rejectsUrl ?? '')).text).toContain('touchpoints:write')
  expect((await catalogueOf(own)).of('Courier handover')).toBeUndefined()
})
