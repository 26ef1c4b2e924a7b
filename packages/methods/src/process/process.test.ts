import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JourneyVariant } from '../conformance/alignment.ts'
import { type LoggedTrace, readIntervalLog, readXes, variantsOf } from '../test/event-logs.ts'
import { hasSharedData } from '../test/shared-data.ts'
import { frequentPairs, processGraph, switchesBetween } from './process-graph.ts'
import { reworkOf, variantsByCoverage, variantsToCover } from './rework.ts'
import { rankBottlenecks, serviceTimes, waitingTimes } from './waiting-times.ts'

const variant = (text: string, count = 1): JourneyVariant => ({ steps: [...text], count })
const anyVariants = fc.array(
  fc.record({
    steps: fc.array(fc.constantFrom('A', 'B', 'C'), { maxLength: 8 }),
    count: fc.integer({ min: 1, max: 9 }),
  }),
  { maxLength: 8 },
)

test('the graph counts steps, pairs, loops and returns by journeys and by times', () => {
  const graph = processGraph([variant('ABBA', 2), variant('ABAC', 3), variant('')])
  expect(graph).toMatchObject({ journeys: 6, events: 20 })
  expect(graph.steps).toEqual([
    { step: 'A', journeys: 5, times: 10, begins: 5, ends: 2 },
    { step: 'B', journeys: 5, times: 7, begins: 0, ends: 0 },
    { step: 'C', journeys: 3, times: 3, begins: 0, ends: 3 },
  ])
  expect(graph.pairs).toEqual([
    { from: 'A', to: 'B', journeys: 5, times: 5 },
    { from: 'B', to: 'A', journeys: 5, times: 5 },
    { from: 'A', to: 'C', journeys: 3, times: 3 },
    { from: 'B', to: 'B', journeys: 2, times: 2 },
  ])
  expect(graph.selfLoops).toEqual([{ from: 'B', to: 'B', journeys: 2, times: 2 }])
  expect(graph.returns).toEqual([{ from: 'A', to: 'B', journeys: 3, times: 3 }])
})

test('what leaves a step and what enters it add up to its times', () => {
  fc.assert(
    fc.property(anyVariants, (variants) => {
      const { steps, pairs } = processGraph(variants)
      const sum = (side: 'from' | 'to', step: string) =>
        pairs.filter((pair) => pair[side] === step).reduce((all, { times }) => all + times, 0)
      for (const { step, times, begins, ends } of steps) {
        expect(sum('from', step) + ends).toBe(times)
        expect(sum('to', step) + begins).toBe(times)
      }
    }),
  )
})

test('a slider at nothing still leaves every step with a way in and a way out that it has', () => {
  fc.assert(
    fc.property(anyVariants, (variants) => {
      const graph = processGraph(variants)
      const drawn = frequentPairs(graph, 0)
      for (const { from, to } of graph.pairs.filter((pair) => pair.from !== pair.to)) {
        expect(drawn.some((pair) => pair.from === from && pair.to !== from)).toBe(true)
        expect(drawn.some((pair) => pair.to === to && pair.from !== to)).toBe(true)
      }
      expect(frequentPairs(graph, 1)).toEqual(graph.pairs)
    }),
  )
})

test('switches leave out steps of no group and do not count staying', () => {
  const groups: Record<string, string> = { A: 'web', B: 'web', C: 'store' }
  expect(switchesBetween([variant('ABXCA', 4)], (step) => groups[step] ?? null)).toEqual([
    { from: 'store', to: 'web', journeys: 4, times: 4 },
    { from: 'web', to: 'store', journeys: 4, times: 4 },
  ])
})

test('variants are ordered by what they cover', () => {
  const sorted = variantsByCoverage([variant('A', 1), variant('B', 6), variant('C', 3)])
  expect(sorted.map(({ covered }) => covered)).toEqual([0.6, expect.closeTo(0.9), expect.closeTo(1)])
  expect([0, 0.6, 0.61, 1].map((share) => variantsToCover(sorted, share))).toEqual([1, 1, 2, 3])
  expect(variantsByCoverage([])).toEqual([])
})

test('the bottleneck is where all waiting together is longest, not where one waits longest', () => {
  const pair = (to: string, times: number, meanSeconds: number) => ({
    ...{ from: 'A', to, times, meanSeconds },
    ...{ medianSeconds: meanSeconds, p90Seconds: meanSeconds },
  })
  const ranked = rankBottlenecks([pair('slow', 1, 900), pair('busy', 300, 10), pair('quick', 100, 1)])
  expect(ranked.map(({ to }) => to)).toEqual(['busy', 'slow', 'quick'])
  expect(ranked[0]).toMatchObject({ totalSeconds: 3000, share: 0.75 })
})

test('events that overlap do not wait, and a beginning ends a wait', () => {
  const events = [
    { step: 'A', time: 10 },
    { step: 'B', start: 5, time: 20 },
    { step: 'C', start: 26, time: 30 },
  ]
  expect(waitingTimes([events]).map(({ meanSeconds }) => meanSeconds)).toEqual([0, 6])
  expect(serviceTimes([events])).toMatchObject([
    { step: 'B', meanSeconds: 15 },
    { step: 'C', medianSeconds: 4 },
  ])
})

describe.skipIf(!hasSharedData)('on public logs', () => {
  const shape = (traces: readonly LoggedTrace[]) => {
    const variants = variantsOf(traces)
    const { journeys, events, steps, pairs } = processGraph(variants)
    return [journeys, events, steps.length, variants.length, pairs.length]
  }
  test.each([
    ['running-example', [6, 42, 8, 6, 16]],
    ['roadtraffic50traces', [51, 201, 8, 6, 10]],
    ['roadtraffic100traces', [100, 390, 10, 10, 18]],
    ['reviewing', [100, 3730, 14, 96, 50]],
  ])('%s has its known numbers of cases, events, activities, variants and pairs', (name, numbers) => {
    expect(shape(readXes(`event-logs/${name}.xes`))).toEqual(numbers)
  })

  test('the log with beginnings has its known numbers, and waits that do not count the work itself', () => {
    const traces = readIntervalLog()
    expect(shape(traces)).toEqual([1266, 8109, 8, 9, 14])
    const walks = traces.map(({ events }) => events)
    expect(waitingTimes(walks)[0]).toMatchObject({
      ...{ from: 'place order', to: 'send invoice', times: 1258 },
      meanSeconds: expect.closeTo(385_597.647854, 5),
      medianSeconds: 363_664.5,
    })
    expect(serviceTimes(walks).find(({ step }) => step === 'pay')).toMatchObject({
      ...{ times: 1125, medianSeconds: 352, meanSeconds: expect.closeTo(720.878222, 5) },
    })
  })

  test('the running example decides after checking tickets six times, and two cases do nine things again', () => {
    const traces = readXes('event-logs/running-example.xes')
    const waits = waitingTimes(traces.map(({ events }) => events))
    expect(waits.find(({ from, to }) => from === 'check ticket' && to === 'decide')).toMatchObject({
      ...{ times: 6, meanSeconds: 181_960, medianSeconds: 129_300 },
    })
    const rework = reworkOf(variantsOf(traces))
    expect(rework).toMatchObject({ journeys: 2, extra: 9, share: { estimate: 2 / 6, n: 6 } })
    expect(rework.steps.reduce((sum, { extra }) => sum + extra, 0)).toBe(9)
  })

  test('fines are sent 77 times after they are created: 87 days by the clock on the wall, an hour more in truth', () => {
    const medianBy = (clock: 'utc' | 'wall') => {
      const traces = readXes('event-logs/roadtraffic100traces.xes', clock)
      const waits = waitingTimes(traces.map(({ events }) => events))
      const sent = waits.find(({ from, to }) => from === 'Create Fine' && to === 'Send Fine')
      expect(sent?.times).toBe(77)
      return sent?.medianSeconds
    }
    expect(medianBy('wall')).toBe(7_516_800)
    expect(medianBy('utc')).toBe(7_516_800 + 3_600)
  })

  test('ten of a hundred fines repeat a step, five times at once', () => {
    const variants = variantsOf(readXes('event-logs/roadtraffic100traces.xes'))
    expect(reworkOf(variants).journeys).toBe(10)
    expect(processGraph(variants).selfLoops.reduce((sum, { times }) => sum + times, 0)).toBe(5)
  })
})
