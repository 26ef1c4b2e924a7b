import { describe, expect, test } from 'vitest'
import { readPnml, readXes, variantsOf } from '../test/event-logs.ts'
import { knownModel } from '../test/models.ts'
import { hasSharedData } from '../test/shared-data.ts'
import { align } from './align.ts'
import type { JourneyVariant } from './alignment.ts'
import { conformanceTotals } from './conformance.ts'
import { compileModel, type PetriNet } from './journey-model.ts'

function conformanceOf(net: PetriNet, variants: readonly JourneyVariant[]) {
  const totals = conformanceTotals()
  for (const aligned of align(net, variants)) totals.add(aligned)
  return totals.result()
}

const journeys = (counts: Record<string, number>): JourneyVariant[] =>
  Object.entries(counts).map(([text, count]) => ({ steps: [...text], count }))

test('the whole weighs each journey by how many walked it, with intervals that are worked out by hand', () => {
  const whole = conformanceOf(compileModel(knownModel), journeys({ ABCDEG: 3, ACEG: 1 }))
  expect(whole).toMatchObject({ journeys: 4, fitting: 3, cost: 1, worstCost: 42, isExact: true })
  expect(whole.meanFitness.estimate).toBeCloseTo((3 + 8 / 9) / 4, 12)
  // The standard deviation of 1, 1, 1, 8/9 is 1/18, its standard error 1/36; the bound of 1 cuts the interval.
  expect(whole.meanFitness.low).toBeCloseTo((3 + 8 / 9) / 4 - 1.959964 / 36, 6)
  expect(whole.meanFitness.high).toBe(1)
  expect(whole.logFitness.estimate).toBeCloseTo(1 - 1 / 42, 12)
  // Residuals −11/42 three times and 33/42; the mean worst cost is 10.5.
  const spread = Math.sqrt((3 * (11 / 42) ** 2 + (33 / 42) ** 2) / 3 / 4) / 10.5
  expect(whole.logFitness.low).toBeCloseTo(1 - 1 / 42 - 1.959964 * spread, 6)
})

test('deviations are counted by journeys and by times, the most frequent first', () => {
  const whole = conformanceOf(compileModel(knownModel), journeys({ ACDEGXX: 2, ACEG: 5 }))
  expect(whole.deviations).toEqual([
    { kind: 'skipped', step: 'D', journeys: 5, times: 5 },
    { kind: 'added', step: 'X', journeys: 2, times: 4 },
  ])
})

test('nobody and one journey alone give no interval but the whole range', () => {
  const net = compileModel(knownModel)
  expect(conformanceOf(net, []).meanFitness).toMatchObject({ estimate: 1, low: 0, high: 1, n: 0 })
  expect(conformanceOf(net, journeys({ ACEG: 1 })).logFitness).toMatchObject({ low: 0, high: 1, n: 1 })
})

describe.skipIf(!hasSharedData)('on public logs', () => {
  test.each([
    ['00', 1, 1, 1, 0],
    ['10', 0.97915, 0.91, 0.98209, 198],
    ['50', 0.889578, 0.5, 0.899124, 1060],
  ])(
    'the synthetic log with %s % of noise has the known fitness on its model',
    (noise, mean, fitting, log, cost) => {
      const traces = readXes(`event-logs/a12f0n${noise}.xes.gz`)
      const whole = conformanceOf(readPnml('event-logs/a12.pnml'), variantsOf(traces))
      expect(whole.cost).toBe(cost)
      expect(whole.meanFitness.estimate).toBeCloseTo(mean, 6)
      expect(whole.fitting / whole.journeys).toBeCloseTo(fitting, 6)
      expect(whole.logFitness.estimate).toBeCloseTo(log, 6)
    },
  )

  test('every case of the running example fits its model', () => {
    const variants = variantsOf(readXes('event-logs/running-example.xes'))
    const whole = conformanceOf(readPnml('event-logs/running-example.pnml'), variants)
    expect(whole).toMatchObject({ journeys: 6, fitting: 6, cost: 0 })
  })
})
