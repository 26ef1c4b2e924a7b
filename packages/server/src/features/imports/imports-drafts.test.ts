import type { Import, ImportMapping } from '@teia/contracts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ended, formOf, importAll, upload } from '../../../test/import-files.ts'
import { openTestServer, type TestServer } from '../../../test/test-server.ts'
import { zipOf } from '../../../test/zip-file.ts'
import { discardOldDrafts } from './index.ts'

vi.setConfig({ testTimeout: 120_000 })

let server: TestServer
let clock = Date.parse('2026-03-10T12:00:00Z')
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date(clock) })
})
afterAll(() => server.close())

const visits = 'user_id,event,timestamp\nana,Opened,2026-01-02 10:00:00\nbia,Bought,2026-07-03 11:30:00\n'
type Own = Awaited<ReturnType<TestServer['workspace']>>
const timesOf = async (own: Own) =>
  (await own.stored()).map((one) => new Date(one.at).toISOString().slice(0, 16))

test('times without a zone are read in that of the workspace, or in the one that the mapping names', async () => {
  const own = await server.workspace({ timeZone: 'America/Sao_Paulo' })
  const id = await upload(own, [['visits.csv', visits.replace('2026-07', '2026-02')]])
  const draft = await own.key.get<Import>(`/api/v1/imports/${id}`)
  expect(draft.mapping?.zone).toBe('America/Sao_Paulo')
  const preview = await own.key.get<{ rows: { messages: { timestamp: string }[] }[] }>(
    `/api/v1/imports/${id}/preview`,
  )
  expect(preview.rows[0]?.messages[0]?.timestamp).toBe('2026-01-02T13:00:00.000Z')
  await own.key.post(`/api/v1/imports/${id}/start`, undefined)
  await ended(own, id)
  expect(await timesOf(own)).toEqual(['2026-01-02T13:00', '2026-02-03T14:30'])

  const other = await server.workspace({ timeZone: 'America/Sao_Paulo' })
  const mapping: ImportMapping = { ...(draft.mapping as ImportMapping), zone: 'Europe/Rome' }
  await importAll(other, [['visits.csv', visits.replace('2026-07', '2026-02')]], mapping)
  expect(await timesOf(other)).toEqual(['2026-01-02T09:00', '2026-02-03T10:30'])
})

test('a mapping with a zone that does not exist is refused', async () => {
  const own = await server.workspace()
  const id = await upload(own, [['visits.csv', visits]])
  const { mapping } = await own.key.get<Import>(`/api/v1/imports/${id}`)
  const answer = await own.key.request('PUT', `/api/v1/imports/${id}/mapping`, {
    body: { ...mapping, zone: 'Mars/Olympus' },
  })
  expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('Mars/Olympus')])
})

test('a draft that nobody starts is discarded after seven days with its files; a younger one stays', async () => {
  const own = await server.workspace()
  const old = await upload(own, [['visits.csv', visits]])
  clock += 6 * 86_400_000
  const young = await upload(own, [['visits.csv', visits]])
  await discardOldDrafts(server.deps)
  const state = async (id: string) => (await own.key.get<Import>(`/api/v1/imports/${id}`)).state
  expect([await state(old), await state(young)]).toEqual(['draft', 'draft'])
  clock += 2 * 86_400_000
  await discardOldDrafts(server.deps)
  expect([await state(old), await state(young)]).toEqual(['cancelled', 'draft'])
  expect((await own.key.get<Import>(`/api/v1/imports/${old}`)).problem).toMatch(/Nobody started it/)
  expect((await own.key.request('POST', `/api/v1/imports/${old}/start`)).status).toBe(409)
  await own.key.post(`/api/v1/imports/${young}/start`, undefined)
  expect(await ended(own, young)).toMatchObject({ state: 'done', accepted: 2 })
})

test('an archive becomes the files in it, which lead to each other as if they had been sent one by one', async () => {
  const own = await server.workspace()
  const archive = zipOf({
    'export/orders.csv':
      'order_id,customer_id,order_date\no1,c1,2026-01-02 10:00:00\no2,c2,2026-01-03 11:00:00\n',
    'export/customers.csv': 'customer_id,name\nc1,Ana\nc2,Bia\n',
    '__MACOSX/export/._orders.csv': 'nothing',
  })
  const id = await upload(own, [['shop.zip', archive]])
  const draft = await own.key.get<Import>(`/api/v1/imports/${id}`)
  expect(draft.files.map((file) => [file.name.replace(/^.*\//, ''), file.format, file.problem])).toEqual([
    ['orders.csv', 'csv', null],
    ['customers.csv', 'csv', null],
  ])
  await own.key.post(`/api/v1/imports/${id}/start`, undefined)
  expect(await ended(own, id)).toMatchObject({ state: 'done', rejected: 0 })
  const names = new Set((await own.stored()).map((one) => one.type))
  expect(names).toContain('track')
})

test('an archive that is cut off or empty is refused in words, and nothing gets in', async () => {
  const own = await server.workspace()
  const whole = zipOf({ 'visits.csv': visits })
  for (const [name, bytes] of [
    ['cut.zip', whole.subarray(0, whole.length - 30)],
    ['half.zip', whole.subarray(0, 40)],
    ['empty.zip', zipOf({})],
  ] as const) {
    const answer = await own.key.request('POST', '/api/v1/imports', await formOf([[name, bytes]], {}))
    expect([name, answer.status < 500]).toEqual([name, true])
    if (answer.status !== 201) continue
    const { id } = answer.body as { id: string }
    const one = await own.key.get<Import>(`/api/v1/imports/${id}`)
    expect([name, one.problem ?? one.files.map((file) => file.problem).join()]).not.toEqual([name, ''])
  }
  expect(await own.stored()).toEqual([])
})

test.each([
  ['version: 1\n\tfiles: []', 'import_mapping_unsound_at', { line: 2 }, 'yaml_tab'],
  ['version: 1\nversion: 1\n', 'import_mapping_unsound_at', { line: 2, column: 1 }, 'yaml_key_twice'],
  ['version: 1\nfiles: *none\n', 'import_mapping_unsound', {}, 'yaml_anchor_absent'],
  ['version: 1\nfiles: []\n', 'import_mapping_place', { place: 'files' }, 'value_too_few'],
])('a mapping that cannot be read says where and why as codes: %j', async (mapping, code, values, why) => {
  const own = await server.workspace()
  const form = await formOf([['visits.csv', visits]], { mapping })
  const { status, body } = await own.key.request('POST', '/api/v1/imports', form)
  expect(status).toBe(400)
  expect(body).toMatchObject({ fault: { code, values }, issues: [{ fault: { code: why } }] })
})

test('all that a mapping and its files have against each other is said at once, as codes', async () => {
  const own = await server.workspace()
  const id = await upload(own, [['visits.csv', visits]])
  const mapping = { version: 1, zone: 'Mars/Olympus', files: [{ file: 'other.csv', emits: [] }] }
  const path = `/api/v1/imports/${id}/mapping`
  const { status, body } = await own.key.request('PUT', path, { body: mapping })
  expect([status, body]).toMatchObject([
    400,
    {
      fault: { code: 'import_files_absent', values: { files: 'other.csv' } },
      issues: [{ fault: { code: 'time_zone_unknown', values: { zone: 'Mars/Olympus' } } }],
    },
  ])
})
