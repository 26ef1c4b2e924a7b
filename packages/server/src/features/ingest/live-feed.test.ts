import { expect, test } from 'vitest'
import { openTestServer } from '../../../test/test-server.ts'
import { openTestStores } from '../../../test/test-stores.ts'

const track = (userId: string, event: string, minute: number) => ({
  type: 'track',
  userId,
  event,
  timestamp: `2026-05-19T10:${String(minute).padStart(2, '0')}:00Z`,
  properties: { total: 12.5, currency: 'BRL' },
})
const now = () => new Date('2026-05-20T00:00:00Z')
type Recent = { items: { id: string; name: string; personName: string; note: string | null }[] }

test('the latest interactions are shown again after a restart, with what has come since on top, each once', async () => {
  await using stores = openTestStores()
  const first = await openTestServer({ now, stores })
  const own = await first.workspace()
  await own.send([
    { type: 'identify', userId: 'ana', traits: { name: 'Ana Beija-Flor' } },
    track('ana', 'Order Completed', 1),
    track('rui', 'Product Viewed', 2),
  ])
  await first.caughtUp()
  const before = await own.key.get<Recent>('/api/v1/live/recent')
  await first.close()

  await using second = await openTestServer({ now, stores })
  const again = { ...own.key.headers }
  const ask = async () => (await second.caller(again).get<Recent>('/api/v1/live/recent')).items
  expect(await ask()).toEqual(before.items)
  expect(before.items.map((item) => [item.name, item.personName, item.note])).toEqual([
    ['Product Viewed', 'rui', '12.50 BRL'],
    ['Order Completed', 'Ana Beija-Flor', '12.50 BRL'],
  ])

  const authorization = own.basic
  const sent = { batch: [track('ana', 'Checkout Started', 3)] }
  await second.request('POST', '/v1/batch', { headers: { authorization }, body: sent })
  await second.caughtUp()
  await expect
    .poll(async () => (await ask()).map((item) => item.name))
    .toEqual(['Checkout Started', 'Product Viewed', 'Order Completed'])
})
