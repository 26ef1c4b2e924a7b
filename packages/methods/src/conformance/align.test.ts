import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  anyModel,
  choice,
  knownModel,
  optional,
  parallel,
  sequence,
  step,
  walkThrough,
} from '../test/models.ts'
import { type AlignedVariant, type AlignOptions, align } from './align.ts'
import type { JourneyVariant } from './alignment.ts'
import { compileModel, type JourneyModel, type PetriNet } from './journey-model.ts'

/** The two ways to an alignment: all variants in one tree, or one search for each. */
const methods: [string, AlignOptions][] = [
  ['the prefix tree', {}],
  ['a search for each variant', { workLimit: 0 }],
]

function alignAll(net: PetriNet, variants: readonly JourneyVariant[], options: AlignOptions = {}) {
  const found: AlignedVariant[] = []
  const run = align(net, variants, options)
  for (let next = run.next(); ; next = run.next()) {
    if (next.done) return { found: found.toSorted((a, b) => a.index - b.index), run: next.value }
    found.push(next.value)
  }
}

const journey = (text: string): JourneyVariant => ({ steps: [...text], count: 1 })
const alignOne = (model: JourneyModel, text: string, options: AlignOptions = {}) => {
  const { found } = alignAll(compileModel(model), [journey(text)], options)
  const [aligned] = found
  if (!aligned) throw new Error('Nothing was aligned.')
  return aligned
}

describe.each(methods)('with %s', (_, options) => {
  test.each([
    ['ABCDEG', 0, 1],
    ['ADCEFEG', 0, 1],
    ['ACEG', 1, 0.888889],
    ['CADEG', 2, 0.8],
    ['ABBCDEG', 1, 0.916667],
    ['ACDGE', 2, 0.8],
    ['ACDEFG', 1, 0.909091],
    ['GEDCBA', 7, 0.363636],
    ['', 5, 0],
  ])('the journey "%s" costs %i and fits %f', (text, cost, fitness) => {
    const aligned = alignOne(knownModel, text, options)
    expect(aligned).toMatchObject({ cost, leastCost: cost })
    expect(aligned.fitness).toBeCloseTo(fitness, 6)
  })

  test('deviations say what was skipped, added, repeated and out of order', () => {
    const kinds = (text: string) =>
      alignOne(knownModel, text, options).deviations.map(({ kind, step: name }) => `${kind} ${name}`)
    expect(kinds('ACEG')).toEqual(['skipped D'])
    expect(kinds('ABXCDEG')).toEqual(['added X'])
    expect(kinds('ABBCDEG')).toEqual(['repeated B'])
    expect(kinds('CADEG')).toEqual([expect.stringMatching(/^outOfOrder [AC]$/)])
    expect(alignOne(knownModel, 'ABXCDEG', options).deviations).toMatchObject([{ at: 2 }])
  })

  test('the moves of an alignment spell the journey and a way through the model, and their cost is the one reported', () => {
    fc.assert(
      fc.property(anyModel, fc.string({ unit: fc.constantFrom(...'ABCDX'), maxLength: 7 }), (model, text) => {
        const aligned = alignOne(model, text, options)
        const spelt = aligned.moves.filter(({ kind }) => kind !== 'skipped').map((move) => move.step)
        expect(spelt.join('')).toBe(text)
        const walked = aligned.moves.filter(({ kind }) => kind !== 'added').map((move) => move.step)
        expect(alignOne(model, walked.join(''), options).cost).toBe(0)
        expect(aligned.moves.filter(({ kind }) => kind !== 'match')).toHaveLength(aligned.cost)
      }),
      { numRuns: 150 },
    )
  })

  test('no cheaper alignment is found by trying them all', () => {
    fc.assert(
      fc.property(anyModel, fc.string({ unit: fc.constantFrom(...'ABCDX'), maxLength: 6 }), (model, text) => {
        const net = compileModel(model)
        expect(alignOne(model, text, options).cost).toBe(cheapest(net, [...text]))
      }),
      { numRuns: 150 },
    )
  })
})

test('a walk through a model fits it wholly, and every fitness lies between 0 and 1', () => {
  const draws = fc.array(fc.nat(11), { minLength: 40, maxLength: 40 })
  fc.assert(
    fc.property(anyModel, draws, fc.string({ unit: fc.constantFrom(...'ABCDX') }), (model, numbers, text) => {
      const left = [...numbers]
      const walk = walkThrough(model, (possibilities) => (left.pop() ?? 1) % possibilities)
      const { found } = alignAll(compileModel(model), [{ steps: walk, count: 1 }, journey(text)])
      expect(found[0]).toMatchObject({ cost: 0, fitness: 1, deviations: [] })
      expect(found[1]?.fitness).toBeGreaterThanOrEqual(0)
      expect(found[1]?.fitness).toBeLessThanOrEqual(1)
    }),
  )
})

test('a model without steps is followed only by doing nothing', () => {
  for (const model of [sequence(), choice(), parallel(), optional(sequence())]) {
    expect(alignOne(model, '')).toMatchObject({ cost: 0, fitness: 1 })
    expect(alignOne(model, 'AB')).toMatchObject({ cost: 2, fitness: 0 })
  }
})

const twentyAtOnce = parallel(...[...'ABCDEFGHIJKLMNOPQRST'].map(step))

test('a net with more markings than may be held says so, and a journey that fits is still found exactly', () => {
  const { found, run } = alignAll(
    compileModel(twentyAtOnce),
    [journey('TSRQPONMLKJIHGFEDCBA'), journey('ABCDEFGHIJKLMNOPQRS'), journey('XXABCDEFGHIJKLMNOPQRSTX')],
    { markingLimit: 3_000 },
  )
  expect(run).toMatchObject({ isLimited: true, method: 'best first', shortest: 20 })
  expect(found[0]).toMatchObject({ cost: 0, leastCost: 0, fitness: 1 })
  expect(found[1]?.leastCost).toBeLessThanOrEqual(1)
  expect(found[1]?.cost).toBeGreaterThanOrEqual(1)
  expect(found[2]?.leastCost).toBe(3)
  expect(found[2]?.cost).toBeGreaterThanOrEqual(3)
})

test('a search that gives up, and a run that is stopped, leave a range in which the truth lies', () => {
  const variants = ['GEDCBA', 'ABCDEG', 'CADEGXXC', 'ACDGEEFA'].map(journey)
  const net = compileModel(knownModel)
  const exact = alignAll(net, variants).found
  const stopped = { isStopped: () => true }
  for (const options of [{ workLimit: 0, maxNodes: 3 }, stopped, { ...stopped, workLimit: 0 }]) {
    const { found } = alignAll(net, variants, options)
    expect(found.some(({ cost, leastCost }) => cost > leastCost)).toBe(true)
    for (const [index, { cost }] of exact.entries()) {
      expect(found[index]?.leastCost).toBeLessThanOrEqual(cost)
      expect(found[index]?.cost).toBeGreaterThanOrEqual(cost)
      expect(found[index]?.moves.filter(({ kind }) => kind !== 'match')).toHaveLength(
        found[index]?.cost ?? -1,
      )
    }
  }
})

test('a net without a way to its end is refused', () => {
  const net = { transitions: [{ label: 'A', consumes: [0], produces: [2] }], initial: [0], final: [1] }
  expect(() => alignAll(net, [journey('A')])).toThrow(RangeError)
})

/** The cheapest cost by walking all pairs of marking and event, with nothing of the aligner's shared. */
function cheapest(net: PetriNet, events: readonly string[]): number {
  const open = [{ cost: 0, taken: 0, marking: [...net.initial].sort().join() }]
  const done = new Set<string>()
  for (;;) {
    open.sort((a, b) => b.cost - a.cost)
    const node = open.pop()
    if (!node) throw new Error('No way to the end.')
    const { cost, taken, marking } = node
    if (done.has(`${taken}|${marking}`)) continue
    done.add(`${taken}|${marking}`)
    if (taken === events.length && marking === [...net.final].sort().join()) return cost
    if (taken < events.length) open.push({ cost: cost + 1, taken: taken + 1, marking })
    for (const { label, consumes, produces } of net.transitions) {
      const tokens = marking === '' ? [] : marking.split(',')
      if (!consumes.every((place) => removeOne(tokens, String(place)))) continue
      const next = [...tokens, ...produces.map(String)].sort().join()
      open.push({ cost: cost + (label === null ? 0 : 1), taken, marking: next })
      if (label !== null && label === events[taken]) open.push({ cost, taken: taken + 1, marking: next })
    }
  }
}

function removeOne(tokens: string[], token: string): boolean {
  const index = tokens.indexOf(token)
  if (index >= 0) tokens.splice(index, 1)
  return index >= 0
}
