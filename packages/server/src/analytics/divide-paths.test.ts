import { availableParallelism } from 'node:os'
import { type AttributionModel, PathTable } from '@teia/methods'
import { expect, test } from 'vitest'
import type { Asking } from './ask.ts'
import { dividePaths } from './divide-paths.ts'
import { Progress } from './progress.ts'

const models: AttributionModel[] = [
  { kind: 'last' },
  { kind: 'timeDecay' },
  { kind: 'markov', order: 2 },
  { kind: 'shapley', worth: 'rate' },
]
/** All words of so many letters over four channels; conversions and worth differ from path to path. */
function allPaths(letters: number, isWeighed = true) {
  const table = new PathTable()
  for (let path = 0; path < 4 ** letters; path += 1) {
    const channels = Array.from({ length: letters }, (_, at) => 'ABCD'[(path >> (2 * at)) & 3] ?? 'A')
    const conversions = 1 + (path % 3)
    const value = conversions * (path % 7)
    const parts = (sum: number) => channels.map(() => sum / letters)
    const decay = { conversions: parts(conversions), value: parts(value) }
    table.add({ channels, conversions, value, nulls: path % 5, ...(isWeighed && { decay }) })
  }
  return { paths: table.coded(), models, draws: 30, seconds: 60 }
}
const asking = (touchesHere: number, more: Partial<Asking> = {}) =>
  ({ limits: { touchesHere }, ...more }) as Asking

test('conversions are divided the same beside the server as in its own thread, and it is told how far that is', async () => {
  const progress = [new Progress(), new Progress()]
  const [here, beside] = await Promise.all([
    dividePaths(asking(1_000_000, { progress: progress[0] as Progress }), allPaths(4)),
    dividePaths(asking(0, { progress: progress[1] as Progress }), allPaths(4)),
  ])
  expect(here.draws).toBe(30)
  expect(beside).toEqual(here)
  expect(progress.map((one) => one.now())).toEqual(Array(2).fill({ phase: 'dividing', done: 34, total: 34 }))
})

test.each([
  ['in the thread of the server', 1_000_000],
  ['beside it', 0],
])('a division %s ends when its asker leaves, before it begins and amid', async (_, touchesHere) => {
  const leave = new AbortController()
  const { signal } = leave
  const progress = new Progress()
  const long = { ...allPaths(7), draws: 100_000 }
  const ended = expect(dividePaths(asking(touchesHere, { signal, progress }), long)).rejects.toMatchObject({
    code: 'query_cancelled',
  })
  await expect.poll(() => progress.now().done).toBeGreaterThan(2)
  leave.abort()
  await ended
  await expect(dividePaths(asking(touchesHere, { signal }), allPaths(3))).rejects.toMatchObject({
    code: 'query_cancelled',
  })
})

test('divisions beside the server take turns; who leaves need not wait for one, and the next gets it', async () => {
  const first = new AbortController()
  const working = Array.from({ length: availableParallelism() }, () => {
    const progress = new Progress()
    const long = { ...allPaths(7), draws: 100_000 }
    const ended = expect(dividePaths(asking(0, { signal: first.signal, progress }), long)).rejects.toThrow()
    return { progress, ended }
  })
  const begun = () => working.filter(({ progress }) => progress.now().phase === 'dividing').length
  const turns = Math.max(1, Math.floor(availableParallelism() / 2))
  await expect.poll(begun).toBe(turns)
  const second = new AbortController()
  const waiting = expect(
    dividePaths(asking(0, { signal: second.signal }), allPaths(3)),
  ).rejects.toMatchObject({ code: 'query_cancelled' })
  const next = dividePaths(asking(0), allPaths(3))
  second.abort()
  await waiting
  expect(begun()).toBe(turns)
  first.abort()
  await Promise.all(working.map(({ ended }) => ended))
  expect((await next).draws).toBe(30)
})

test('what is wrong with paths is told from beside the server too', async () => {
  await expect(dividePaths(asking(0), allPaths(2, false))).rejects.toThrow(RangeError)
})
