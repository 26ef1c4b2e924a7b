import type { SavedView } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importAll } from '../../../test/import-files.ts'
import { type Caller, openTestServer, type TestServer } from '../../../test/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

const path = '/api/v1/views'
const view = {
  list: 'people',
  name: 'From Rome',
  search: { filter: { trait: 'city', value: 'Rome' }, columns: ['name'] },
}
const names = async (who: Caller, query = '') =>
  (await who.get<{ items: SavedView[] }>(`${path}${query}`)).items.map((one) => one.name)

test('a view is kept for whoever made it, until it is shared', async () => {
  const own = await server.workspace()
  const [ana, bea] = [await own.as('editor'), await own.as('viewer')]
  const made = await ana.post<SavedView>(path, view, 201)
  expect(made).toMatchObject({ ...view, isShared: false, isYours: true, owner: ana.email })
  expect([await names(ana), await names(bea)]).toEqual([['From Rome'], []])
  const change = (who: Caller, body: object) => who.request('PATCH', `${path}/${made.id}`, { body })
  expect((await change(bea, { isShared: true })).status).toBe(404)
  expect((await change(ana, { isShared: true, name: 'Rome' })).status).toBe(200)
  expect(await names(bea)).toEqual(['Rome'])
  expect((await change(bea, { name: 'Mine now' })).status).toBe(403)
  expect((await bea.request('DELETE', `${path}/${made.id}`)).status).toBe(403)
  expect((await change(await own.as('admin'), { search: {} })).status).toBe(200)
  expect((await ana.request('DELETE', `${path}/${made.id}`)).status).toBe(204)
  expect(await names(bea)).toEqual([])
})

test('views are told by their list, and what is no view is refused', async () => {
  const own = await server.workspace()
  const ana = await own.as('editor')
  await ana.post(path, view, 201)
  await ana.post(path, { ...view, list: 'touchpoints', name: 'Partners' }, 201)
  expect([await names(ana, '?list=touchpoints'), await names(ana, '?list=accounts')]).toEqual([
    ['Partners'],
    [],
  ])
  const refused = async (body: object) => (await ana.request('POST', path, { body })).status
  expect(await refused({ ...view, list: 'moons' })).toBe(400)
  expect(await refused({ ...view, name: '  ' })).toBe(400)
  expect(await refused({ ...view, search: { text: 'x'.repeat(9_000) } })).toBe(400)
})

test('an export holds every shared view, however many there are, and a view beyond the first pages can be changed', async () => {
  const [own, other] = [await server.workspace(), await server.workspace()]
  const lines = Array.from({ length: 1_003 }, (_, n) => ({
    type: 'teia.view',
    id: `b3c8d7f0-0000-4000-8000-${String(n).padStart(12, '0')}`,
    ...view,
    name: `View ${String(n).padStart(4, '0')}`,
    isShared: true,
    owner: null,
    updatedAt: '2026-03-01T10:00:00.000Z',
  }))
  const file = lines.map((line) => JSON.stringify(line)).join('\n')
  expect(await importAll(own, [['views.ndjson', file]])).toMatchObject({ state: 'done', accepted: 1_003 })
  const admin = await own.as('admin')
  const exported = await admin.request('GET', '/api/v1/export')
  expect(exported.text.trim().split('\n')).toEqual(lines.map((line) => JSON.stringify(line)))
  const again = await importAll(other, [['views.ndjson', exported.text]])
  expect(again).toMatchObject({ state: 'done', accepted: 1_003, rejected: 0 })
  const ana = await own.as('editor')
  await ana.post(path, { ...view, name: 'Zz, my own' }, 201)
  expect(await names(ana)).toContain('Zz, my own')
  const last = `${path}/${lines.at(-1)?.id}`
  expect((await admin.request('PATCH', last, { body: { name: 'Renamed' } })).status).toBe(200)
})
