import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runToEnd } from '../test/run-to-end.ts'
import { hasSharedData, sharedText } from '../test/shared-data.ts'
import { type AttributionModel, type AttributionOptions, attribute } from './attribution.ts'
import { type ChannelPath, decayWeights } from './channel-paths.ts'
import { removalEffects } from './markov.ts'
import { codePaths, PathTable } from './path-table.ts'

const path = (text: string, conversions: number, nulls = 0, value = conversions * 10): ChannelPath => ({
  channels: [...text],
  conversions,
  value,
  nulls,
})
const estimatesOf = (
  paths: readonly ChannelPath[],
  model: AttributionModel,
  options: AttributionOptions = { seed: 1, draws: 0 },
) => {
  const [found] = runToEnd(attribute(paths, [model], options)).models
  return Object.fromEntries(
    (found?.channels ?? []).map(({ channel, conversions }) => [channel, conversions.estimate]),
  )
}
const effectsOf = (paths: readonly ChannelPath[], order: number) => {
  const coded = codePaths(paths)
  return { ...removalEffects(coded, order, coded.counted), names: coded.names }
}
const close = (values: Record<string, number>, digits = 6) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, expect.closeTo(value, digits)]))

/** Six paths with converted and not; the numbers of three programs. */
const known = [
  path('AB', 3, 7),
  path('BA', 2, 8),
  path('ABA', 4, 2),
  path('AC', 1, 9),
  path('C', 2, 18),
  path('CBA', 5, 5),
]

test.each([
  [1, { A: 8.01203, B: 5.349726, C: 3.638244 }],
  [2, { A: 7.038217, B: 6.569002, C: 3.392781 }],
  [3, { A: 6.891892, B: 6.432432, C: 3.675676 }],
  [4, { A: 6.891892, B: 6.432432, C: 3.675676 }],
] as const)('Markov removal of order %i gives its known numbers', (order, shares) => {
  expect(estimatesOf(known, { kind: 'markov', order })).toEqual(close(shares))
  expect(effectsOf(known, order).base).toBeCloseTo(0.257576, 6)
})

test('Shapley gives its known numbers', () => {
  expect(estimatesOf(known, { kind: 'shapley' })).toEqual(close({ A: 6.666667, B: 6.166667, C: 4.166667 }))
})

test('the small case of three paths has base 1/3, removal effects 1/2, 1, 1 and shares .2, .4, .4', () => {
  const paths: ChannelPath[] = [
    { channels: ['C1', 'C2', 'C3'], conversions: 1, value: 1, nulls: 0 },
    { channels: ['C1'], conversions: 0, value: 0, nulls: 1 },
    { channels: ['C2', 'C3'], conversions: 0, value: 0, nulls: 1 },
  ]
  const { base, conversions: effects } = effectsOf(paths, 1)
  expect(base).toBeCloseTo(1 / 3, 12)
  expect([...effects]).toEqual([expect.closeTo(0.5, 12), expect.closeTo(1, 12), expect.closeTo(1, 12)])
  expect(estimatesOf(paths, { kind: 'markov', order: 1 })).toEqual(close({ C1: 0.2, C2: 0.4, C3: 0.4 }))
})

test('the small case of repeated channels gives A two conversions and B one, however often they come', () => {
  const paths = [path('ABABBA', 1), path('ABBAA', 1), path('AA', 1)]
  expect(estimatesOf(paths, { kind: 'shapley' })).toEqual(close({ A: 2, B: 1 }))
})

describe('by position', () => {
  const paths = [path('DABCD', 10), path('AD', 4), path('D', 1), path('', 2)]
  test.each([
    [{ kind: 'first' }, { '(none)': 2, A: 4, B: 0, C: 0, D: 11 }],
    [{ kind: 'last' }, { '(none)': 2, A: 0, B: 0, C: 0, D: 15 }],
    [
      { kind: 'lastNonDirect', direct: 'D' },
      { '(none)': 2, A: 4, B: 0, C: 10, D: 1 },
    ],
    [{ kind: 'linear' }, { '(none)': 2, A: 4, B: 2, C: 2, D: 7 }],
    [{ kind: 'position' }, { '(none)': 2, A: 2 + 2 / 3, B: 2 / 3, C: 2 / 3, D: 11 }],
  ] as const)('%j divides as its name says', (model, shares) => {
    expect(estimatesOf(paths, model)).toEqual(close(shares))
  })

  test('time decay halves with each half-life, and grouping by sequence loses nothing', () => {
    expect(decayWeights([14, 7, 0])).toEqual(
      [1 / 7, 2 / 7, 4 / 7].map((weight) => expect.closeTo(weight, 12)),
    )
    expect(decayWeights([70_014, 70_007, 70_000])).toEqual(decayWeights([14, 7, 0]))
    const single = [
      { days: [7, 0], value: 30 },
      { days: [0, 0], value: 10 },
      { days: [21, 0], value: 50 },
    ].map(({ days, value }): ChannelPath => {
      const weights = decayWeights(days)
      const decay = { conversions: weights, value: weights.map((weight) => weight * value) }
      return { channels: ['A', 'B'], conversions: 1, value, nulls: 0, decay }
    })
    const together = (kind: 'conversions' | 'value') =>
      [0, 1].map((at) => single.reduce((sum, { decay }) => sum + (decay?.[kind][at] ?? 0), 0))
    const grouped: ChannelPath = {
      ...{ channels: ['A', 'B'], conversions: 3, value: 90, nulls: 0 },
      decay: { conversions: together('conversions'), value: together('value') },
    }
    const model = { kind: 'timeDecay' } as const
    const run = (paths: ChannelPath[]) => runToEnd(attribute(paths, [model], { seed: 1, draws: 0 })).models[0]
    const [one, other] = [run(single), run([grouped])]
    expect(one?.channels.map(({ conversions }) => conversions.estimate)).toEqual([
      expect.closeTo(1 / 3 + 1 / 2 + 1 / 9, 12),
      expect.closeTo(2 / 3 + 1 / 2 + 8 / 9, 12),
    ])
    for (const at of [0, 1]) {
      const [a, b] = [one?.channels[at], other?.channels[at]]
      expect(a?.conversions.estimate).toBeCloseTo(b?.conversions.estimate ?? Number.NaN, 12)
      expect(a?.value.estimate).toBeCloseTo(b?.value.estimate ?? Number.NaN, 12)
    }
  })

  test('time decay without times is refused', () => {
    expect(() => estimatesOf(paths, { kind: 'timeDecay' })).toThrow(RangeError)
  })
})

test('the rate-based Shapley value of two channels is the one worked out by hand', () => {
  // Worth: A 2/10, B 1/10, both (2 + 1 + 6) / 30; A gets (.2 + (.3 − .1)) / 2 of .3, of 9 conversions 6; B 3.
  const paths = [path('A', 2, 8), path('B', 1, 9), path('AB', 6, 4)]
  expect(estimatesOf(paths, { kind: 'shapley', worth: 'rate' })).toEqual(close({ A: 6, B: 3 }))
})

test('sampled orders of many channels come close to equal shares where channels are alike', () => {
  const letters = 'ABCDEFGHIJKLMNOP'
  const paths = [...letters].flatMap((a, at) => [path(a, 2, 8), path(a + letters[(at + 1) % 16], 3, 7)])
  const shares = Object.values(estimatesOf(paths, { kind: 'shapley', worth: 'rate' }))
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(80, 9)
  for (const share of shares) expect(Math.abs(share - 5)).toBeLessThan(4 * 0.005 * 80)
})

const allModels: AttributionModel[] = [
  { kind: 'first' },
  { kind: 'last' },
  { kind: 'lastNonDirect', direct: 'A' },
  { kind: 'linear' },
  { kind: 'timeDecay' },
  { kind: 'position' },
  { kind: 'markov', order: 1 },
  { kind: 'markov', order: 2 },
  { kind: 'markov', order: 4 },
  { kind: 'shapley' },
  { kind: 'shapley', worth: 'rate' },
]
const anyPath = fc
  .record({
    channels: fc.array(fc.constantFrom('A', 'B', 'C', 'D'), { maxLength: 6 }),
    conversions: fc.nat(5),
    each: fc.double({ min: 0, max: 100, noNaN: true }),
    nulls: fc.nat(5),
    gap: fc.nat(30),
  })
  .map(({ channels, conversions, each, nulls, gap }): ChannelPath => {
    const weights = decayWeights(channels.map((_, at) => (channels.length - 1 - at) * gap))
    const value = each * conversions
    const decay = {
      conversions: weights.map((weight) => weight * conversions),
      value: weights.map((weight) => weight * value),
    }
    return { channels, conversions, value, nulls, decay }
  })

test('whatever the paths, each model gives away all conversions and all value, no more and no less', () => {
  fc.assert(
    fc.property(fc.array(anyPath, { minLength: 1, maxLength: 12 }), (paths) => {
      const found = runToEnd(attribute(paths, allModels, { seed: 3, draws: 0 }))
      for (const { channels } of found.models) {
        const sum = (kind: 'conversions' | 'value') =>
          channels.reduce((all, channel) => all + channel[kind].estimate, 0)
        expect(sum('conversions')).toBeCloseTo(found.conversions, 6)
        expect(sum('value')).toBeCloseTo(found.value, 6)
      }
    }),
  )
})

test('at an order not below the longest path a removal takes just the conversions of paths with the channel', () => {
  fc.assert(
    fc.property(fc.array(anyPath, { minLength: 1, maxLength: 10 }), (any) => {
      const paths = any.map((found) => ({ ...found, channels: found.channels.slice(0, 4) }))
      const { conversions: effects, names } = effectsOf(paths, 4)
      const conversions = paths.reduce((sum, found) => sum + found.conversions, 0)
      for (const [code, name] of names.entries()) {
        if (name === '(none)' || conversions === 0) continue
        const having = paths.filter(({ channels }) => channels.includes(name))
        const share = having.reduce((sum, found) => sum + found.conversions, 0) / conversions
        expect(effects[code]).toBeCloseTo(share, 9)
      }
    }),
  )
})

test('paths that come one by one into a table give what a list of them gives', () => {
  const some = [
    { ...path('AB', 3, 7), decay: { conversions: [1, 2], value: [10, 20] } },
    path('', 0, 4),
    { ...path('C', 1, 0), valueSquares: 150 },
    { ...path('BCA', 2, 1), decay: { conversions: [0.5, 0.5, 1], value: [5, 5, 10] } },
    path('BA', 0, 2),
  ]
  const table = new PathTable()
  for (const one of some) table.add(one)
  expect([table.paths, table.touches]).toEqual([5, 9])
  const models: AttributionModel[] = [
    { kind: 'timeDecay' },
    { kind: 'markov', order: 2 },
    { kind: 'shapley' },
  ]
  const options = { seed: 3, draws: 30 }
  expect(runToEnd(attribute(table, models, options))).toEqual(runToEnd(attribute(some, models, options)))
  table.add(path('AB', 1))
  expect(() => runToEnd(attribute(table, [{ kind: 'timeDecay' }], options))).toThrow(RangeError)
})

test('intervals hold their estimate, come out the same for the same seed, and narrow with more people', () => {
  const run = (paths: ChannelPath[], seed: number) => {
    const models: AttributionModel[] = [{ kind: 'markov', order: 1 }, { kind: 'last' }]
    return runToEnd(attribute(paths, models, { seed }))
  }
  const few = run(known, 5)
  expect(few.draws).toBe(200)
  expect(run(known, 5)).toEqual(few)
  expect(run(known, 6)).not.toEqual(few)
  const more = run(
    known.map((found) => path(found.channels.join(''), found.conversions * 100, found.nulls * 100)),
    5,
  )
  for (const [model, { channels }] of few.models.entries())
    for (const [at, { conversions }] of channels.entries()) {
      const { estimate, low, high } = conversions
      expect(low <= estimate && estimate <= high && low < high).toBe(true)
      const wide = more.models[model]?.channels[at]?.conversions
      expect(((wide?.high ?? 0) - (wide?.low ?? 0)) / 100).toBeLessThan((high - low) / 4)
    }
})

test('last-touch intervals have the width of the binomial that they are', () => {
  const paths = [path('A', 200, 800), path('B', 100, 900)]
  const [found] = runToEnd(attribute(paths, [{ kind: 'last' }], { seed: 2, draws: 2_000 })).models
  const conversions = found?.channels[0]?.conversions
  const half = 1.96 * Math.sqrt(2_000 * 0.1 * 0.9)
  expect(200 - (conversions?.low ?? 0)).toBeCloseTo(half, -0.5)
  expect((conversions?.high ?? 0) - 200).toBeCloseTo(half, -0.5)
})

test('intervals of value know how values differ within a path, where they are told', () => {
  // 200 conversions worth 0 or 100, one as often as the other: the sum varies by √(N · (E v² p − (E v p)²)) over N people.
  const half = 1.96 * Math.sqrt(2_000 * (0.1 * 5_000 - (0.1 * 50) ** 2))
  const widthOf = (valueSquares?: number) => {
    const known = valueSquares === undefined ? {} : { valueSquares }
    const paths = [{ ...path('A', 200, 800, 10_000), ...known }, path('B', 100, 900)]
    const [found] = runToEnd(attribute(paths, [{ kind: 'last' }], { seed: 2, draws: 1_000 })).models
    const value = found?.channels[0]?.value
    return ((value?.high ?? 0) - (value?.low ?? 0)) / 2
  }
  expect(widthOf(200 * 5_000) / half).toBeGreaterThan(0.9)
  expect(widthOf(200 * 5_000) / half).toBeLessThan(1.1)
  expect(widthOf() / half).toBeLessThan(0.8)
})

test('shares sum to one, and their intervals stay between nothing and all whatever the number of conversions is by chance', () => {
  const found = runToEnd(
    attribute([path('AB', 30, 70), path('B', 20, 80)], allModels.slice(0, 2), { seed: 1 }),
  )
  for (const { channels } of found.models) {
    expect(channels.reduce((sum, { share }) => sum + share.estimate, 0)).toBeCloseTo(1, 9)
    for (const { share } of channels) {
      expect(share.low).toBeGreaterThanOrEqual(0)
      expect(share.high).toBeLessThanOrEqual(1)
    }
  }
  const last = found.models[1]?.channels.find(({ channel }) => channel === 'B')
  expect(last?.share).toMatchObject({ estimate: 1, low: 1, high: 1 })
  expect(last?.conversions.high).toBeGreaterThan(50)
})

test('a run that is stopped says how many replicates there were, and few give no interval', () => {
  const found = runToEnd(attribute(known, [{ kind: 'last' }], { seed: 1, isStopped: () => true }))
  expect(found.draws).toBe(1)
  expect(found.models[0]?.channels[0]?.conversions).toMatchObject({ low: 0, high: 17, method: 'no interval' })
})

test.skipIf(!hasSharedData)('the public paths give away all conversions and values in every model', () => {
  const paths = sharedText('attribution/mta_data.csv.gz')
    .trim()
    .split('\n')
    .slice(1)
    .map((line): ChannelPath => {
      const [walk = '', conversions, value, nulls] = line.split(',')
      return {
        channels: walk.split(' > '),
        ...{ conversions: Number(conversions), value: Number(value), nulls: Number(nulls) },
      }
    })
  const models = allModels.filter(({ kind }) => kind !== 'timeDecay')
  const found = runToEnd(attribute(paths, models, { seed: 1, draws: 0 }))
  expect(found).toMatchObject({ conversions: 19_785, people: 88_387 })
  for (const { channels } of found.models) {
    expect(channels).toHaveLength(12)
    expect(channels.reduce((sum, { conversions }) => sum + conversions.estimate, 0)).toBeCloseTo(19_785, 6)
    expect(channels.reduce((sum, { value }) => sum + value.estimate, 0)).toBeCloseTo(74_802.971587, 5)
  }
})
