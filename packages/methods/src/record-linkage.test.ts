import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jaroWinkler } from './jaro-winkler.ts'
import {
  type AgreementCount,
  agreementWeight,
  estimateAmongOthers,
  estimateLinkage,
  type LinkageModel,
  scorePair,
  similarityLevel,
} from './record-linkage.ts'
import { soundex } from './soundex.ts'

test('Jaro-Winkler gives the published similarities', () => {
  expect(jaroWinkler('MARTHA', 'MARHTA')).toBeCloseTo(0.9611, 4)
  expect(jaroWinkler('DWAYNE', 'DUANE')).toBeCloseTo(0.84, 4)
  expect(jaroWinkler('DIXON', 'DICKSONX')).toBeCloseTo(0.8133, 4)
  expect([jaroWinkler('', ''), jaroWinkler('a', ''), jaroWinkler('ab', 'cd')]).toEqual([1, 0, 0])
})

test('similarity lies between 0 and 1, is 1 for equal texts, and does not depend on which comes first', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.string({ unit: 'grapheme-ascii' }), (x, y) => {
      const similarity = jaroWinkler(x, y)
      expect(similarity).toBeGreaterThanOrEqual(0)
      expect(similarity).toBeLessThanOrEqual(1)
      expect(jaroWinkler(x, x)).toBe(1)
      expect(jaroWinkler(y, x)).toBeCloseTo(similarity, 12)
    }),
  )
})

test('Soundex gives the codes that the National Archives publish', () => {
  const published = { Washington: 'W252', Lee: 'L000', Gutierrez: 'G362', Pfister: 'P236', Jackson: 'J250' }
  for (const [name, code] of Object.entries({
    ...published,
    Tymczak: 'T522',
    Ashcraft: 'A261',
    VanDeusen: 'V532',
  }))
    expect([name, soundex(name)]).toEqual([name, code])
  expect([soundex('Gonçalves'), soundex('42')]).toEqual([soundex('Goncalves'), ''])
})

test('a field with m .95 and u .01 weighs +6.570 and −4.307 bits', () => {
  const field = { m: [0.95, 0.05], u: [0.01, 0.99] }
  expect(agreementWeight(field, 0)).toBeCloseTo(6.57, 3)
  expect(agreementWeight(field, 1)).toBeCloseTo(-4.307, 3)
  expect(agreementWeight(field, null)).toBe(0)
})

test('similarities fall into levels at .92 and .80', () => {
  expect([1, 0.92, 0.919, 0.8, 0.799].map(similarityLevel)).toEqual([0, 0, 1, 1, 2])
})

/** What exactly independent fields give, for every agreement there is. */
function expected(model: LinkageModel, pairs: number): AgreementCount[] {
  let all: { levels: number[]; m: number; u: number }[] = [{ levels: [], m: 1, u: 1 }]
  for (const field of model.fields)
    all = all.flatMap((one) =>
      field.m.map((p, level) => ({
        levels: [...one.levels, level],
        m: one.m * p,
        u: one.u * (field.u[level] ?? 0),
      })),
    )
  return all.map(({ levels, m, u }) => ({
    levels,
    count: pairs * (model.prior * m + (1 - model.prior) * u),
  }))
}

test('from pairs that nobody has marked, expectation maximisation finds the model that made them', () => {
  const truth: LinkageModel = {
    prior: 0.1,
    fields: [
      { m: [0.85, 0.1, 0.05], u: [0.02, 0.08, 0.9] },
      { m: [0.9, 0.1], u: [0.01, 0.99] },
      { m: [0.8, 0.2], u: [0.1, 0.9] },
      { m: [0.7, 0.3], u: [0.05, 0.95] },
    ],
  }
  const start: LinkageModel = {
    prior: 0.3,
    fields: truth.fields.map(({ m }) =>
      m.length === 3 ? { m: [0.6, 0.2, 0.2], u: [0.2, 0.2, 0.6] } : { m: [0.7, 0.3], u: [0.3, 0.7] },
    ),
  }
  const options = { priorPairs: 1, rounds: 2_000, tolerance: 1e-12 }
  const found = estimateLinkage(expected(truth, 100_000), start, options)
  expect(found.prior).toBeCloseTo(truth.prior, 3)
  for (const [place, field] of truth.fields.entries())
    for (const [level, m] of field.m.entries()) {
      expect(found.fields[place]?.m[level]).toBeCloseTo(m, 2)
      expect(found.fields[place]?.u[level]).toBeCloseTo(field.u[level] ?? 0, 3)
    }
})

test('each better level makes a pair more likely one person, and no pairs at all leave the model as it was', () => {
  const start: LinkageModel = {
    prior: 0.2,
    fields: [
      { m: [0.9, 0.08, 0.02], u: [0.05, 0.15, 0.8] },
      { m: [0.9, 0.1], u: [0.01, 0.99] },
    ],
  }
  const likely = (levels: (number | null)[]) => scorePair(start, levels).probability
  expect(likely([0, 0])).toBeGreaterThan(likely([1, 0]))
  expect(likely([1, 0])).toBeGreaterThan(likely([2, 0]))
  expect(likely([null, null])).toBeCloseTo(0.2, 12)
  const same = estimateLinkage([], start)
  expect(same.prior).toBeCloseTo(0.2, 12)
  expect(same.fields[0]?.m[0]).toBeCloseTo(0.9, 12)
})

test('pairs that were picked because a field agrees do not make its disagreement speak for one person', () => {
  const truth: LinkageModel = {
    prior: 0.02,
    fields: [
      { m: [0.9, 0.1], u: [0.05, 0.95] },
      { m: [0.8, 0.2], u: [0.01, 0.99] },
      { m: [0.85, 0.15], u: [0.02, 0.98] },
    ],
  }
  const start: LinkageModel = {
    prior: 0.1,
    fields: truth.fields.map(() => ({ m: [0.7, 0.3], u: [0.2, 0.8] })),
  }
  const others = expected({ ...truth, prior: 1e-9 }, 100_000)
  const among = estimateAmongOthers(others, start, 1)
  for (const [place, field] of truth.fields.entries())
    expect(among.fields[place]?.u[0]).toBeCloseTo(field.u[0] ?? 0, 3)
  // Picked by the first field, whose level is then left out.
  const picked = expected(truth, 50_000)
    .filter(({ levels }) => levels[0] === 0)
    .map(({ levels, count }) => ({ levels: [null, ...levels.slice(1)], count }))
  const found = estimateLinkage(picked, among, {
    priorPairs: 1,
    rounds: 2_000,
    tolerance: 1e-12,
    keepsU: true,
  })
  expect(found.fields[1]?.m[0]).toBeCloseTo(0.8, 2)
  expect(found.fields[2]?.m[0]).toBeCloseTo(0.85, 2)
  for (const [place, field] of found.fields.entries()) {
    expect(field.u).toEqual(among.fields[place]?.u)
    expect(agreementWeight(field, 1)).toBeLessThan(0)
  }
})
