import { beforeAll, expect, test } from 'vitest'
import { generateWorld, loadWorld, parseWorld, type World, WorldFileError } from './index.ts'

let world: World
beforeAll(async () => {
  world = await loadWorld('mercado-aurora')
})

const faultsOf = (input: unknown): string[] => {
  try {
    parseWorld(input)
    return []
  } catch (error) {
    if (!(error instanceof WorldFileError)) throw error
    return error.faults.map((fault) => fault.path)
  }
}

test('the included world is good', () => {
  expect(faultsOf(world)).toEqual([])
})

test('a fault of unknown kind is refused by its path', () => {
  const faults = [...world.faults, { id: 'x', kind: 'meteor', startDaysBefore: 3 }]
  expect(faultsOf({ ...world, faults })).toEqual([`faults[${world.faults.length}].kind`])
})

test('names that nothing defines are refused by their path', () => {
  const [first, ...others] = world.archetypes
  const bad = { ...world, archetypes: [{ ...first, entries: { teleport: 1 } }, ...others] }
  expect(faultsOf(bad)).toEqual(['archetypes[0].entries.teleport'])
})

test('all faults of a file are reported together, also keys that do not exist', () => {
  const faults = faultsOf({ ...world, currency: 'REAL', weather: 'fine' })
  expect(faults).toContain('currency')
  expect(faults.length).toBeGreaterThanOrEqual(2)
})

test('each language has at least sixty different sentences', () => {
  for (const phrases of Object.values(world.phrases))
    expect(new Set(phrases.map((phrase) => phrase.text)).size).toBeGreaterThanOrEqual(60)
})

test('sizes that cannot be are refused', () => {
  const options = { world, people: 10, days: 10, until: '2026-11-20T00:00:00Z', seed: 1 }
  expect(() => generateWorld({ ...options, people: 0 })).toThrow(RangeError)
  expect(() => generateWorld({ ...options, days: 1.5 })).toThrow(RangeError)
  expect(() => generateWorld({ ...options, until: 'soon' })).toThrow(RangeError)
})
