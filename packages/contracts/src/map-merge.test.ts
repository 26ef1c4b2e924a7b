import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceOfMaps } from './map-difference.ts'
import { mergeMaps } from './map-merge.ts'
import { mapOfParts, partsOfMap } from './map-parts.ts'
import { MapDocument, stepsOf } from './maps.ts'

const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n}`)
const words = fc.constantFrom('Pays', 'Waits', 'Asks', 'Looks')
/** Parts with ids out of few, so that versions made apart share some. */
const subset = (prefix: string, count: number) => fc.shuffledSubarray(ids(prefix, count))

const drawing = fc
  .record({
    stages: subset('stage', 3),
    steps: fc.array(
      fc.tuple(
        fc.constantFrom(...ids('step', 5)),
        fc.nat(2),
        words,
        fc.option(fc.integer({ min: -2, max: 2 })),
      ),
      {
        maxLength: 5,
      },
    ),
    cards: fc.array(
      fc.tuple(fc.constantFrom(...ids('card', 6)), fc.nat(4), fc.constantFrom('pains', 'quotes'), words),
      { maxLength: 6 },
    ),
  })
  .map(({ stages, steps, cards }) => {
    const once = <Part extends readonly [string, ...unknown[]]>(parts: readonly Part[]) =>
      parts.filter((part, at) => parts.findIndex((one) => one[0] === part[0]) === at)
    const ownSteps = once(steps)
    return {
      stages: stages.map((id, at) => ({
        id,
        name: id,
        steps: ownSteps
          .filter(([, stage]) => stage % stages.length === at)
          .map(([id, , name, feeling]) => {
            const own = once(cards).filter(([, step]) => ownSteps[step % ownSteps.length]?.[0] === id)
            return {
              id,
              name,
              feeling,
              cards: Object.fromEntries(
                ['pains', 'quotes'].flatMap((lane) => {
                  const held = own.filter((card) => card[2] === lane).map(([id, , , text]) => ({ id, text }))
                  return held.length > 0 ? [[lane, held]] : []
                }),
              ),
            }
          }),
      })),
    }
  })
const map = fc
  .record({
    name: words,
    asIs: drawing,
    toBe: fc.option(drawing),
    lanes: fc.shuffledSubarray(['pains', 'quotes'], { minLength: 2 }),
  })
  .map(({ lanes, ...rest }) =>
    MapDocument.parse({ ...rest, lanes: lanes.map((kind) => ({ id: kind, kind })) }),
  )

test('a map that is taken apart and put together is the same', () => {
  fc.assert(
    fc.property(map, (one) => {
      expect(mapOfParts(partsOfMap(one))).toEqual(one)
    }),
  )
})

test('joining with a side that has changed nothing gives the other, without a conflict', () => {
  fc.assert(
    fc.property(map, map, (base, changed) => {
      expect(mergeMaps(base, changed, base)).toEqual({ merged: changed, conflicts: [] })
      expect(mergeMaps(base, base, changed)).toEqual({ merged: changed, conflicts: [] })
      expect(mergeMaps(base, changed, changed)).toEqual({ merged: changed, conflicts: [] })
    }),
  )
})

test('what is joined is a map that can be kept, holds all that either has added, and is decided by the choices', () => {
  fc.assert(
    fc.property(map, map, map, (base, mine, theirs) => {
      const { merged, conflicts } = mergeMaps(base, mine, theirs)
      const parts = partsOfMap(merged)
      const before = partsOfMap(base)
      for (const side of [mine, theirs])
        for (const key of partsOfMap(side).keys())
          if (!before.has(key) && merged.toBe) expect(parts.has(key)).toBe(true)
      for (const side of ['mine', 'theirs'] as const) {
        const choices = Object.fromEntries(conflicts.map((one) => [one.id, side]))
        const decided = mergeMaps(base, mine, theirs, choices)
        expect(decided.conflicts.filter((one) => one.id in choices).every((one) => one.side === side)).toBe(
          true,
        )
        expect(MapDocument.safeParse(decided.merged).success).toBe(true)
      }
    }),
  )
})

test('a difference is empty for equal maps, and tells every part that came and went', () => {
  fc.assert(
    fc.property(map, map, (before, after) => {
      expect(differenceOfMaps(before, before)).toEqual([])
      const changes = differenceOfMaps(before, after)
      const [was, is] = [partsOfMap(before), partsOfMap(after)]
      const count = (kind: string) => changes.filter((one) => one.kind === kind).length
      expect(count('added')).toBe([...is.keys()].filter((key) => !was.has(key)).length)
      expect(count('removed')).toBe([...was.keys()].filter((key) => !is.has(key)).length)
      if (changes.length === 0) expect(after).toEqual(before)
    }),
  )
})

const drawn = (steps: object[]) =>
  MapDocument.parse({
    name: 'M',
    lanes: [{ id: 'pains', kind: 'pains' }],
    asIs: { stages: [{ id: 's', name: 'S', steps }] },
  })
const step = (id: string, more: object = {}) => ({ id, name: id, ...more })

test('one renames a step and another moves it: both hold; both rename it: a conflict, decided by a choice', () => {
  const base = drawn([step('a'), step('b')])
  const moved = mergeMaps(base, drawn([step('a', { name: 'A' }), step('b')]), drawn([step('b'), step('a')]))
  expect(stepsOf(moved.merged.asIs).map((one) => one.name)).toEqual(['b', 'A'])
  expect(moved.conflicts).toEqual([])
  const mine = drawn([step('a', { name: 'mine' }), step('b')])
  const theirs = drawn([step('a', { name: 'theirs' }), step('b')])
  const { conflicts, merged } = mergeMaps(base, mine, theirs)
  expect(conflicts).toMatchObject([
    { kind: 'field', field: 'name', mine: 'mine', theirs: 'theirs', side: 'mine' },
  ])
  expect(stepsOf(merged.asIs)[0]?.name).toBe('mine')
  const chosen = mergeMaps(base, mine, theirs, { [conflicts[0]?.id ?? '']: 'theirs' })
  expect(stepsOf(chosen.merged.asIs)[0]?.name).toBe('theirs')
})

test('a step that one removes while another puts a card into it stays with all its cards, until that is chosen', () => {
  const held = { pains: [{ id: 'old', text: 'slow' }] }
  const base = drawn([step('a', { cards: held }), step('b')])
  const mine = drawn([step('b')])
  const theirs = drawn([
    step('a', { cards: { pains: [...held.pains, { id: 'new', text: 'dear' }] } }),
    step('b'),
  ])
  const { merged, conflicts } = mergeMaps(base, mine, theirs)
  expect(stepsOf(merged.asIs)[0]?.cards.pains?.map((card) => card.id)).toEqual(['old', 'new'])
  expect(conflicts).toMatchObject([{ kind: 'removed', part: { id: 'a' }, side: 'theirs' }])
  const gone = mergeMaps(base, mine, theirs, { [conflicts[0]?.id ?? '']: 'mine' })
  expect(stepsOf(gone.merged.asIs).map((one) => one.id)).toEqual(['b'])
})

test('a card that one moves into a step that the other removes is not lost when the step goes', () => {
  const held = { pains: [{ id: 'card', text: 'slow' }] }
  const base = drawn([step('a', { cards: held }), step('b')])
  const mine = drawn([step('a'), step('b', { cards: held })])
  const theirs = drawn([step('a', { cards: held })])
  const shape = ({ merged }: ReturnType<typeof mergeMaps>) =>
    stepsOf(merged.asIs).map((one) => [one.id, one.cards.pains?.length ?? 0])
  const joined = mergeMaps(base, mine, theirs)
  expect(shape(joined)).toEqual([
    ['a', 0],
    ['b', 1],
  ])
  const choices = { [joined.conflicts[0]?.id ?? '']: 'theirs' as const }
  expect(shape(mergeMaps(base, mine, theirs, choices))).toEqual([['a', 1]])
})
