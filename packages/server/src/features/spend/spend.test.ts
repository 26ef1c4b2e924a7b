import type {
  AttributionAnswer,
  AuditEntry,
  Problem,
  SpendFileRead,
  SpendPage,
  SpendWritten,
} from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AskedServer, openAskedServer, track } from '../../../test/asked-server.ts'
import { importAll } from '../../../test/import-files.ts'
import type { TestWorkspace } from '../../../test/test-server.ts'

let server: AskedServer
beforeAll(async () => {
  server = await openAskedServer()
})
afterAll(() => server.close())

const path = '/api/v1/spend'
const by = 'properties.channel'
const line = (day: string, channel: string, amount: number, more: object = {}) => ({
  ...{ by, day: `2026-03-${day}`, channel, amount },
  ...more,
})
const write = (own: TestWorkspace, items: object[]) => own.key.request('PUT', path, { body: { items } })
const list = async (own: TestWorkspace, query = '') =>
  (await own.key.get<SpendPage>(`${path}${query}`)).items.map((one) => [one.day, one.channel, one.amount])
const upload = (own: TestWorkspace, file: string | Buffer, query = `?by=${by}`) =>
  own.key.request('PUT', `${path}/file${query}`, {
    body: file,
    headers: { 'content-type': 'text/csv' },
  })
const read = async (own: TestWorkspace, file: string | Buffer) => {
  const answer = await upload(own, file)
  expect([answer.status, answer.text]).toEqual([200, answer.text])
  return answer.body as SpendFileRead
}
const fault = (answer: { body: unknown }) => (answer.body as Problem).fault?.code

test('lines are written over those of the same day and channel, listed page by page, removed by days, and all of it is in the audit log', async () => {
  const own = await server.workspace({ timeZone: 'UTC' })
  const items = [
    line('01', 'Ads', 10.25),
    line('02', 'Ads', 0),
    line('01', 'Mail', 3),
    line('03', 'Ads', 4, { by: 'entry' }),
  ]
  expect((await write(own, items)).body).toEqual({ written: 4, same: 0 })
  expect((await write(own, items)).body).toEqual({ written: 0, same: 4 })
  expect((await write(own, [line('01', 'Ads', 11), line('02', 'Ads', 0)])).body).toEqual({
    written: 1,
    same: 1,
  })
  expect(await list(own, `?by=${by}`)).toEqual([
    ['2026-03-02', 'Ads', 0],
    ['2026-03-01', 'Ads', 11],
    ['2026-03-01', 'Mail', 3],
  ])
  expect(await list(own, '?from=2026-03-02&to=2026-03-03')).toEqual([
    ['2026-03-03', 'Ads', 4],
    ['2026-03-02', 'Ads', 0],
  ])
  const first = await own.key.get<SpendPage>(`${path}?limit=3`)
  const rest = await own.key.get<SpendPage>(`${path}?limit=3&cursor=${first.nextCursor}`)
  expect([...first.items, ...rest.items].map((one) => `${one.by} ${one.day} ${one.channel}`)).toEqual([
    'entry 2026-03-03 Ads',
    `${by} 2026-03-02 Ads`,
    `${by} 2026-03-01 Ads`,
    `${by} 2026-03-01 Mail`,
  ])
  const remove = (query: string) => own.key.request('DELETE', `${path}?by=${by}&${query}`)
  expect((await remove('from=2026-03-01&to=2026-03-01&channel=Ads')).body).toEqual({ removed: 1 })
  expect((await remove('from=2026-03-01&to=2026-03-31')).body).toEqual({ removed: 2 })
  expect((await remove('from=2026-03-01&to=2026-03-31')).body).toEqual({ removed: 0 })
  expect(await list(own)).toEqual([['2026-03-03', 'Ads', 4]])
  const { items: told } = await own.key.get<{ items: AuditEntry[] }>('/api/v1/audit')
  expect(told.filter(({ action }) => action.startsWith('spend.')).map((one) => one.action)).toEqual([
    'spend.remove',
    'spend.remove',
    'spend.change',
    'spend.change',
  ])
  expect(told.find(({ action }) => action === 'spend.change')).toMatchObject({
    before: [{ amount: 10.25 }, { amount: 0 }],
    after: [{ amount: 11 }, { amount: 0 }],
  })
})

test('what cannot be is refused with its reason and nothing of it is written', async () => {
  const own = await server.workspace({ timeZone: 'UTC' })
  const refused = async (item: object) => {
    const answer = await write(own, [line('01', 'Good', 1), item])
    return [answer.status, fault(answer) ?? (answer.body as Problem).issues?.[0]?.path]
  }
  expect(await refused(line('01', 'Ads', -1))).toEqual([400, 'items.1.amount'])
  expect(await refused(line('32', 'Ads', 1))).toEqual([400, 'items.1.day'])
  expect(await refused(line('01', ' ', 1))).toEqual([400, 'items.1.channel'])
  expect(await refused(line('01', 'Ads', 1e13))).toEqual([400, 'items.1.amount'])
  expect(await refused(line('01', 'Ads', 1, { currency: 'USD' }))).toEqual([400, 'spend_currency'])
  expect(await refused(line('01', 'Good', 2))).toEqual([400, 'spend_item_twice'])
  expect(await refused(line('01', 'Nowhere', 2, { by: 'touchpoint' }))).toEqual([
    400,
    'spend_touchpoint_unknown',
  ])
  expect(await refused(line('01', 'Nowhere', 2, { by: 'channel' }))).toEqual([400, 'spend_channel_unknown'])
  expect((await write(own, [])).status).toBe(400)
  expect(await list(own)).toEqual([])
  for (const query of ['?from=yesterday', '?limit=0', '?cursor=x'])
    expect((await own.key.request('GET', `${path}${query}`)).status).toBe(400)
  expect((await own.key.request('DELETE', `${path}?by=${by}`)).status).toBe(400)
  const viewer = await own.as('viewer')
  expect((await viewer.request('PUT', path, { body: { items: [line('01', 'Ads', 1)] } })).status).toBe(403)
})

test('a file is taken line by line in the forms of three countries, says which lines it refuses and why, and once more changes nothing', async () => {
  const own = await server.workspace({ timeZone: 'UTC' })
  const file = [
    'Date;Canal;Valor;Moeda',
    '2026-03-01;Rádio;1.234,50;EUR',
    '2026-03-01;"Ads; paid";0;',
    '01/03/2026;Ads;5;',
    '2026-03-02;;5;',
    '2026-03-02;Ads;cinco;',
    '2026-03-02;Ads;1.234;',
    '2026-03-02;Ads;-3;',
    '2026-03-02;Ads;7;USD',
    '2026-03-01;Rádio;9;EUR',
    '2026-03-02;Ads;7.5;eur',
    '2026-03-03;Ads;8;EUR;more;cells',
  ].join('\r\n')
  const first = await read(own, Buffer.from(file, 'latin1'))
  expect([first.written, first.same, first.refused]).toEqual([3, 0, 8])
  expect(first.refusals.map((one) => [one.line, one.fault.code])).toEqual([
    [4, 'spend_no_day'],
    [5, 'spend_no_channel'],
    [6, 'spend_no_amount'],
    [7, 'spend_amount_unclear'],
    [8, 'spend_amount_outside'],
    [9, 'spend_currency'],
    [10, 'spend_twice'],
    [12, 'row_too_many_cells'],
  ])
  const kept = [
    ['2026-03-02', 'Ads', 7.5],
    ['2026-03-01', 'Ads; paid', 0],
    ['2026-03-01', 'Rádio', 1234.5],
  ]
  expect(await list(own)).toEqual(kept)
  expect(await read(own, Buffer.from(file, 'latin1'))).toMatchObject({ written: 0, same: 3, refused: 8 })
  // What is saved as a file can be taken in again, and runs nothing in a spreadsheet.
  await write(own, [line('04', '=1+1', 2)])
  kept.unshift(['2026-03-04', '=1+1', 2])
  const saved = await own.key.request('GET', `${path}/file?by=${by}`)
  expect(saved.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(saved.text).toContain("2026-03-04,'=1+1,2,EUR")
  const other = await server.workspace({ timeZone: 'UTC' })
  expect(await read(other, saved.text)).toMatchObject({ written: 4, refused: 0 })
  expect(await list(other)).toEqual(kept)
})

test('a file without its columns, with nothing in it or that is no text is refused whole', async () => {
  const own = await server.workspace({ timeZone: 'UTC' })
  const refused = async (file: string | Buffer) => {
    const answer = await upload(own, file)
    return [answer.status, fault(answer)]
  }
  expect(await refused('day,channel\n2026-03-01,Ads\n')).toEqual([400, 'spend_columns'])
  expect(await refused('day,channel,amount\n')).toEqual([400, 'spend_columns'])
  expect(await refused('')).toEqual([400, 'file_empty'])
  expect(await refused(Buffer.from(Array.from({ length: 400 }, (_, n) => n % 7)))).toEqual([
    400,
    'file_unknown_kind',
  ])
  const many = `day,channel,amount\n${Array.from({ length: 100_001 }, (_, n) => `2026-03-01,c${n},1`).join('\n')}`
  expect(await refused(many)).toEqual([400, 'spend_too_many'])
  expect(await list(own)).toEqual([])
})

const seen = (who: string, day: string, channel: string) =>
  track(who, 'Seen', `2026-03-${day}T10:00:00Z`, { channel })
const bought = (who: string, day: string, total: number) =>
  track(who, 'Bought', `2026-03-${day}T12:00:00Z`, { total })
const ask = (own: TestWorkspace, more: object = {}) =>
  own.key.post<AttributionAnswer>('/api/v1/questions/attribution', {
    range: { from: '2026-03-02', to: '2026-03-04' },
    outcome: { event: 'Bought', valueProperty: 'total' },
    channel: by,
    models: ['last', 'linear'],
    intervals: false,
    ...more,
  })

test('an answer has what a conversion cost and what came back, of the days of its range in its zone, and says what is missing', async () => {
  const own = await server.filled([
    seen('ana', '02', 'Ads'),
    seen('ana', '03', 'Mail'),
    bought('ana', '03', 60),
    seen('bea', '03', 'Ads'),
    bought('bea', '04', 40),
  ])
  expect((await ask(own)).spend).toBeNull()
  await write(own, [
    ...[line('01', 'Ads', 1000), line('02', 'Ads', 10), line('03', 'Ads', 20), line('05', 'Ads', 1000)],
    ...[line('02', 'Mail', 0), line('03', 'Radio', 7)],
    line('02', 'Ads', 500, { by: 'entry' }),
  ])
  const answer = await ask(own)
  expect(answer.spend).toEqual({
    ...{ total: 37, currency: 'EUR', days: 3, daysKnown: 2 },
    ...{ unmet: [{ channel: 'Radio', spend: 7 }], otherCurrencies: [] },
  })
  expect(answer.channels.map((one) => [one.channel, one.spend, one.spendDays])).toEqual([
    ['Ads', 30, 2],
    ['Mail', 0, 1],
  ])
  const numbers = (model: number) =>
    answer.models[model]?.channels.map((one) => [one.channel, one.cost?.estimate, one.return?.estimate])
  // Last: Ads one conversion of 40, Mail one of 60 for nothing. Linear: Ads one and a half, worth 70.
  expect(numbers(0)).toEqual([
    ['Ads', 30, 40 / 30],
    ['Mail', 0, undefined],
  ])
  expect(numbers(1)).toEqual([
    ['Ads', 20, 70 / 30],
    ['Mail', 0, undefined],
  ])
  const counted = await ask(own, { outcome: { event: 'Bought' } })
  expect(counted.models[0]?.channels[0]).toMatchObject({ cost: { estimate: 30 }, return: null })
  const west = { from: '2026-03-02T02:00:00Z', to: '2026-03-04T02:00:00Z', timeZone: 'America/New_York' }
  // There it is still the evening of the 1st, and it ends on that of the 3rd.
  expect((await ask(own, { range: west })).spend).toMatchObject({ days: 3, daysKnown: 3, total: 1037 })
})

test('cost and return have intervals with those of conversions and value, and no upper end where no conversion may be', async () => {
  const own = await server.filled([
    ...Array.from({ length: 30 }, (_, n) => [seen(`a${n}`, '02', 'Ads'), bought(`a${n}`, '03', 10)]).flat(),
    ...[seen('one', '02', 'Mail'), bought('one', '03', 10)],
  ])
  await write(own, [line('02', 'Ads', 60), line('02', 'Mail', 5)])
  const { models } = await ask(own, { intervals: true })
  const [ads, mail] = models[0]?.channels ?? []
  expect(ads?.cost).toEqual({
    estimate: 2,
    low: 60 / (ads?.conversionsHigh ?? 0),
    high: 60 / (ads?.conversionsLow ?? 0),
  })
  expect(ads?.return?.low).toBe((ads?.valueLow ?? 0) / 60)
  expect(mail?.conversionsLow).toBe(0)
  expect(mail?.cost?.high).toBeNull()
})

test('what was spent on a touchpoint stays with it when its name changes', async () => {
  const own = await server.filled([
    {
      type: 'page',
      name: 'Home',
      userId: 'ana',
      timestamp: '2026-03-02T10:00:00Z',
      messageId: 'm1',
      context: { page: { path: '/' } },
    },
    bought('ana', '03', 5),
  ])
  const channel = 'touchpoint'
  const before = await ask(own, { channel })
  const name = before.channels[0]?.channel ?? ''
  await write(own, [line('02', name, 9, { by: channel })])
  type Entry = { id: string; definition: { name: string } }
  const { items } = await own.key.get<{ items: Entry[] }>('/api/v1/touchpoints')
  const entry = items.find((one) => one.definition.name === name) ?? expect.fail(`no touchpoint ${name}`)
  const renamed = { ...entry.definition, name: 'The front door' }
  const seenAt = await own.key.request('GET', `/api/v1/touchpoints/${entry.id}`)
  const put = await own.key.request('PUT', `/api/v1/touchpoints/${entry.id}`, {
    body: renamed,
    headers: { 'if-match': String(seenAt.headers.etag) },
  })
  expect([put.status, put.text]).toEqual([200, put.text])
  const after = await ask(own, { channel })
  expect(after.channels.map((one) => [one.channel, one.spend])).toContainEqual(['The front door', 9])
  expect(await list(own, '?by=touchpoint')).toEqual([['2026-03-02', 'The front door', 9]])
  expect(await list(own, '?by=touchpoint&channel=The%20front%20door')).toHaveLength(1)
})

test('spend goes out with everything and comes back, and what is in another currency is in none of the numbers', async () => {
  const [own, other] = [
    await server.filled([seen('ana', '02', 'Ads'), bought('ana', '03', 5)]),
    await server.filled([seen('ana', '02', 'Ads'), bought('ana', '03', 5)]),
  ]
  await write(own, [line('02', 'Ads', 12.345678), line('03', 'Ads', 1)])
  expect((await other.key.request('PATCH', '/api/v1/workspace', { body: { currency: 'BRL' } })).status).toBe(
    200,
  )
  const exported = await own.key.request('GET', '/api/v1/export')
  const lines = exported.text.split('\n').filter((one) => one.includes('"teia.spend"'))
  expect(lines).toHaveLength(2)
  const file = `${lines.join('\n')}\n`
  expect(await importAll(other, [['spend.ndjson', file]])).toMatchObject({
    state: 'done',
    accepted: 2,
    rejected: 0,
  })
  expect(await list(other)).toEqual([
    ['2026-03-03', 'Ads', 1],
    ['2026-03-02', 'Ads', 12.345678],
  ])
  expect(await importAll(own, [['spend.ndjson', file]])).toMatchObject({ state: 'done', rejected: 0 })
  const answer = await ask(other)
  expect(answer.spend).toMatchObject({ total: 0, daysKnown: 0, currency: 'BRL' })
  expect(answer.spend?.otherCurrencies).toEqual([{ currency: 'EUR', spend: expect.closeTo(13.345678, 6) }])
  expect(answer.channels.map((one) => one.spend)).toEqual([null])
  const again = await other.key.request('GET', '/api/v1/export')
  expect(again.text.split('\n').filter((one) => one.includes('"teia.spend"'))).toEqual(lines)
})

test('a workspace sees nothing of another’s spend and cannot remove it', async () => {
  const [own, foreign] = [await server.workspace(), await server.workspace()]
  expect(((await write(foreign, [line('01', 'Ads', 1)])).body as SpendWritten).written).toBe(1)
  expect(await list(own)).toEqual([])
  const removed = await own.key.request('DELETE', `${path}?by=${by}&from=2026-01-01&to=2026-12-31`)
  expect(removed.body).toEqual({ removed: 0 })
  expect(await list(foreign)).toHaveLength(1)
})
