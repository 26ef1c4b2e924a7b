import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ended, importAll, upload } from '../../../test/import-files.ts'
import { openTestServer, type TestServer } from '../../../test/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

const visits =
  'user_id,event,timestamp,amount\nana,Opened,2026-01-02 10:00:00,1\nbia,Bought,2026-01-03 11:30:00,2.5\n'

test('rows of a CSV file become events of people, at their own times', async () => {
  const own = await server.workspace()
  const done = await importAll(own, [['visits.csv', visits]])
  expect(done).toMatchObject({
    state: 'done',
    rows: 2,
    accepted: 2,
    rejected: 0,
    duplicates: 0,
    events: 2,
    rejectsUrl: null,
  })
  const stored = await own.stored()
  expect(stored.map((one) => [one.name, new Date(one.at).toISOString(), JSON.parse(one.properties)])).toEqual(
    [
      ['Opened', '2026-01-02T10:00:00.000Z', { amount: '1' }],
      ['Bought', '2026-01-03T11:30:00.000Z', { amount: 2.5 }],
    ],
  )
})

test('the same file adds nothing, plain or with another mapping before', async () => {
  const own = await server.workspace()
  await importAll(own, [['visits.csv', visits]])
  const again = await importAll(own, [['visits.csv', visits]])
  expect(again).toMatchObject({ state: 'done', rows: 2, accepted: 0, duplicates: 2, rejected: 0 })
  expect(again.problem).toMatch(/Nothing was added/)
  const longer = `${visits}caio,Opened,2026-01-04 10:00:00,\n`
  await importAll(own, [['visits.csv', longer]])
  expect(await own.stored()).toHaveLength(5)
})

test('rows that cannot get in are told with line and reason, and the rest gets in', async () => {
  const own = await server.workspace()
  const bad = `${visits},Opened,2026-01-02 10:00:00,1\n=1+1,Opened,never,1\nana,Opened,2026-01-02,1,,surplus\n`
  const done = await importAll(own, [['visits.csv', bad]])
  expect(done).toMatchObject({ state: 'done', rows: 5, accepted: 2, rejected: 3 })
  const answer = await own.key.request('GET', done.rejectsUrl ?? '')
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(answer.text.split('\r\n')).toEqual([
    'file,line,reason,row,code',
    'visits.csv,4,"“user_id” is empty, so nobody can be told by it.",",Opened,2026-01-02 10:00:00,1",cell_no_person',
    'visits.csv,5,"“timestamp” is ""never"", which is no date (ymd).","\'=1+1,Opened,never,1",cell_no_date',
    'visits.csv,6,"The row has 6 cells, the header 4.","ana,Opened,2026-01-02,1,,surplus",row_too_many_cells',
    '',
  ])
})

test('a draft shows what it found and what the rows will become, and waits', async () => {
  const own = await server.workspace()
  const id = await upload(own, [['visits.csv.gz', gzipSync(visits)]])
  const draft = await own.key.get(`/api/v1/imports/${id}`)
  expect(draft).toMatchObject({
    state: 'draft',
    files: [{ format: 'csv', encoding: 'utf-8', delimiter: ',', header: true }],
  })
  const preview = await own.key.get<{ rows: unknown[] }>(`/api/v1/imports/${id}/preview`)
  expect(preview.rows).toMatchObject([
    { line: 2, refusal: null, messages: [{ type: 'track', event: 'Opened', userId: 'ana' }] },
    { line: 3, refusal: null, messages: [{ event: 'Bought', properties: { amount: 2.5 } }] },
  ])
  await own.key.post(`/api/v1/imports/${id}/start`, undefined)
  expect(await ended(own, id)).toMatchObject({ state: 'done', accepted: 2 })
})

test('imports that are started at the same moment run one after the other, and each keeps its own counts', async () => {
  const own = await server.workspace()
  const names = ['one', 'two', 'three', 'four']
  const ids = await Promise.all(
    names.map((name, n) =>
      upload(own, [[`${name}.csv`, `${visits}${`${name},Opened,2026-01-05,1\n`.repeat(n)}`]]),
    ),
  )
  await Promise.all(ids.map((id) => own.key.post(`/api/v1/imports/${id}/start`, undefined)))
  const done = await Promise.all(ids.map((id) => ended(own, id)))
  expect(done.map((one) => [one.state, one.rows, one.accepted, one.bytesRead])).toEqual(
    done.map((one, n) => ['done', 2 + n, 2 + n, one.bytesTotal]),
  )
  expect(await own.stored()).toHaveLength(2 + 3 + 4 + 5)
})
