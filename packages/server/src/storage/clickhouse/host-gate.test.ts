import { expect, test } from 'vitest'
import { openGate } from './host-gate.ts'

function work() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { promise, finish: resolve }
}
const never = new AbortController().signal
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('two heavy questions run at once, the third when one of them is done', async () => {
  const gate = openGate()
  const jobs = [work(), work(), work()]
  const started: number[] = []
  const runs = jobs.map(({ promise }, i) =>
    gate.run('heavy', never, () => {
      started.push(i)
      return promise
    }),
  )
  await turn()
  expect(started).toEqual([0, 1])
  jobs[1]?.finish()
  await turn()
  expect(started).toEqual([0, 1, 2])
  for (const { finish } of jobs) finish()
  await Promise.all(runs)
})

test('a question cancelled while it waits is never run, and gives its place on', async () => {
  const gate = openGate()
  const [first, cancel] = [work(), new AbortController()]
  const running = gate.run('insert', never, () => first.promise)
  const cancelled = gate.run('insert', cancel.signal, () => Promise.resolve('ran'))
  const last = gate.run('insert', never, () => Promise.resolve('ran'))
  cancel.abort()
  first.finish()
  await expect(cancelled).rejects.toThrow('aborted')
  expect(await last).toBe('ran')
  await running
})

test('a question that was quick gets the quick lane until it is slow again', () => {
  const gate = openGate()
  const lane = () => gate.laneOf({ isInsert: false, name: 'people.count' })
  expect(lane()).toBe('heavy')
  gate.learn('people.count', 3)
  expect(lane()).toBe('quick')
  gate.learn('people.count', 3_000)
  expect(lane()).toBe('heavy')
  expect(gate.laneOf({ isInsert: true, name: 'people.count' })).toBe('insert')
})

test('a question that is quick as a rule keeps the quick lane through a slow run, and loses it when slow runs go on', () => {
  const gate = openGate()
  const lane = () => gate.laneOf({ isInsert: false, name: 'people.count' })
  for (let run = 0; run < 10; run += 1) gate.learn('people.count', 3)
  gate.learn('people.count', 3_000)
  gate.learn('people.count', 3)
  gate.learn('people.count', 3_000)
  expect(lane()).toBe('quick')
  gate.learn('people.count', 3_000)
  gate.learn('people.count', 3_000)
  expect(lane()).toBe('heavy')
})

test('names of statements that were never quick are not remembered without end', () => {
  const gate = openGate()
  for (let n = 0; n < 5_000; n += 1) gate.learn(`slow.${n}`, 3_000)
  gate.learn('people.count', 3)
  expect(gate.laneOf({ isInsert: false, name: 'people.count' })).toBe('quick')
})

test('a question about the engine itself never waits behind the questions it is about', () => {
  const gate = openGate()
  const lane = (sql: string) => gate.laneOf({ isInsert: false, name: 'system.running', sql })
  expect(lane("SELECT query FROM system.processes WHERE query LIKE '%x%'")).toBe('engine')
  expect(lane('SELECT count() FROM events')).toBe('heavy')
  expect(lane("SELECT (SELECT count() FROM events), 'FROM system.processes'")).toBe('heavy')
})
