import { expect, test } from 'vitest'
import { openPace } from './pace.ts'

/** Runs a loop of so many on a clock that only waiting moves, and says how long it took in milliseconds. */
async function run(perSecond: number | undefined, count: number): Promise<number> {
  let clock = 1_000
  const pace = openPace(
    perSecond,
    () => clock,
    async (ms) => {
      clock += ms
    },
  )
  for (let done = 1; done <= count; done += 1) await pace(done)
  return clock - 1_000
}

test('a loop takes as long as its rate says, to within one pause', async () => {
  expect(await run(2_000, 10_000)).toBeGreaterThan(4_990)
  expect(await run(2_000, 10_000)).toBeLessThanOrEqual(5_000)
})

test('a loop without a rate never waits', async () => {
  expect(await run(undefined, 10_000)).toBe(0)
  expect(await run(0, 10_000)).toBe(0)
})
