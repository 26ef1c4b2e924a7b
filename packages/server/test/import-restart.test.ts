import { setTimeout as sleep } from 'node:timers/promises'
import type { Import } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf } from './import-files.ts'
import { spawnServer } from './spawned-server.ts'

const patience = 180_000
let server: Awaited<ReturnType<typeof spawnServer>>
beforeAll(async () => {
  server = await spawnServer()
  await server.start()
}, patience)
afterAll(() => server.close(), patience)

const rowCount = 30_000
/** Each row says which tenth it is of; every hundredth has no person and is refused. */
const rows = Array.from({ length: rowCount }, (_, n) =>
  [n % 100 === 0 ? '' : `u${n % 2000}`, 'Imported', '2010-05-05 05:05:05', `t${n % 10}`].join(','),
)
const file = `user_id,event,time,tenth\n${rows.join('\n')}\n`

const headers = () => ({ authorization: `Bearer ${server.keys.api}` })
async function send(name: string, content: string): Promise<string> {
  const form = await formOf([[name, content]], { start: 'true' })
  const answer = await fetch(`${server.url}/api/v1/imports`, {
    method: 'POST',
    headers: { ...headers(), ...form.headers },
    body: new Uint8Array(form.body),
  })
  if (answer.status !== 201)
    throw new Error(`The upload was answered ${answer.status}: ${await answer.text()}`)
  return ((await answer.json()) as { id: string }).id
}
const look = async (id: string) =>
  (await (await fetch(`${server.url}/api/v1/imports/${id}`, { headers: headers() })).json()) as Import

async function until(id: string, isSo: (one: Import) => boolean): Promise<Import> {
  for (;;) {
    const one = await look(id)
    if (isSo(one)) return one
    await sleep(10)
  }
}
const hasEnded = (one: Import) => one.state !== 'running' && one.state !== 'uploading'

test(
  'an import that is killed in the middle goes on after the start and ends with exactly the rows',
  async () => {
    const id = await send('rows.csv', file)
    const before = await until(id, (one) => one.rows > 2_000)
    expect(before.state).toBe('running')
    await server.kill('SIGKILL')
    await server.start()
    const done = await until(id, hasEnded)
    const refused = rowCount / 100
    expect(done).toMatchObject({
      state: 'done',
      rows: rowCount,
      accepted: rowCount - refused,
      rejected: refused,
      duplicates: 0,
    })
    const rejects = await (await fetch(`${server.url}${done.rejectsUrl}`, { headers: headers() })).text()
    expect(rejects.trim().split('\r\n')).toHaveLength(1 + refused)
    const tenth = rowCount / 10
    expect(await server.countsBy('tenth', 'Imported')).toEqual(
      Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`t${n}`, n === 0 ? tenth - refused : tenth])),
    )
  },
  patience,
)

const people = 50
/** Far more than are read while somebody looks again and kills the server. */
const eventCount = 20_000
/** What waits until all events are in comes first: it is kept as waiting long before anything of it can come in. */
const beside = {
  touchpoints: Array.from({ length: 300 }, (_, n) => ({ type: 'teia.touchpoint', name: `Place ${n}` })),
  notes: Array.from({ length: 6_000 }, (_, n) => ({
    type: 'teia.note',
    id: `b3c8d7f0-0000-4000-8000-${String(n).padStart(12, '0')}`,
    about: { kind: 'userId', value: `guest${n % people}` },
    kind: 'note',
    text: `Note ${n}`,
    ...{ dueAt: null, assignee: null, doneAt: null, doneBy: null, writtenBy: null, changedAt: null },
    writtenAt: '2026-03-01T10:00:00.000Z',
  })),
}
const waiting = [...beside.touchpoints, ...beside.notes]
const guests = Array.from({ length: eventCount }, (_, n) => ({
  type: 'identify',
  userId: `guest${n % people}`,
  traits: { visit: n },
  messageId: `guest-${n}`,
  timestamp: '2010-06-05T05:05:05.000Z',
}))

test(
  'what waits for its events comes in exactly once though the server is killed while it waits and while it comes in',
  async () => {
    const lines = [...waiting, ...guests].map((line) => JSON.stringify(line))
    const id = await send('export.ndjson', lines.join('\n'))
    const reading = await until(id, (one) => one.rows > waiting.length + 2_000 || hasEnded(one))
    expect(reading).toMatchObject({ state: 'running' })
    expect(reading.rows).toBeLessThan(lines.length)
    await server.kill('SIGKILL')
    await server.start()

    const isComingIn = (one: Import) => one.accepted + one.duplicates > eventCount
    const comingIn = await until(id, (one) => isComingIn(one) || hasEnded(one))
    expect(comingIn).toMatchObject({ state: 'running', rows: lines.length })
    await server.kill('SIGKILL')
    await server.start()

    const done = await until(id, hasEnded)
    expect(done).toMatchObject({ state: 'done', rows: lines.length, rejected: 0 })
    expect(done.accepted + done.duplicates).toBe(lines.length)
    const exported = await (await fetch(`${server.url}/api/v1/export`, { headers: headers() })).text()
    const kept = exported
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; id?: string; name?: string; messageId?: string })
    const ofType = (type: string) => kept.filter((line) => line.type === type)
    expect(ofType('teia.note').map((line) => line.id)).toEqual(beside.notes.map((line) => line.id))
    const places = ofType('teia.touchpoint').flatMap((line) =>
      line.name?.startsWith('Place ') ? [line.name] : [],
    )
    expect(places.toSorted()).toEqual(beside.touchpoints.map((line) => line.name).toSorted())
    const events = ofType('identify').flatMap((line) => line.messageId ?? [])
    expect([events.length, new Set(events).size]).toEqual([eventCount, eventCount])
  },
  patience,
)

test(
  'a cancelled import keeps what is in, says how much, and takes in only the rest when it comes again',
  async () => {
    const other = file.replaceAll('Imported', 'Cancelled')
    const id = await send('rows.csv', other)
    await until(id, (one) => one.rows > 2_000)
    const answer = await fetch(`${server.url}/api/v1/imports/${id}/cancel`, {
      method: 'POST',
      headers: headers(),
    })
    expect(answer.status).toBe(200)
    const cancelled = await until(id, hasEnded)
    expect(cancelled).toMatchObject({ state: 'cancelled', problem: expect.stringMatching(/stays in/) })
    expect(cancelled.rows).toBeLessThan(rowCount)

    const again = await until(await send('rows.csv', other), hasEnded)
    expect(again).toMatchObject({ state: 'done', rows: rowCount, duplicates: cancelled.accepted })
    const counts = await server.countsBy('tenth', 'Cancelled')
    expect(Object.values(counts).reduce((sum, one) => sum + one, 0)).toBe(rowCount - rowCount / 100)
  },
  patience,
)
