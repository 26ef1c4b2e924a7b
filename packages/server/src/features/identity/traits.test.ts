import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeTraits, type StampedTraits } from './traits.ts'

const stamped: fc.Arbitrary<StampedTraits> = fc.dictionary(
  fc.constantFrom('name', 'email', 'plan', '__proto__', 'constructor'),
  fc.tuple(
    fc.jsonValue({ maxDepth: 1 }),
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom('m1', 'm2'),
    fc.constantFrom('crm', 'shop', ''),
  ),
)

test('merging traits gives the same whatever the order, grouping and repetition', () => {
  fc.assert(
    fc.property(stamped, stamped, stamped, (x, y, z) => {
      const flat = mergeTraits(x, y, z)
      expect(mergeTraits(z, x, y, x)).toEqual(flat)
      expect(mergeTraits(mergeTraits(x, y), z)).toEqual(flat)
      expect(mergeTraits(x, mergeTraits(y, z))).toEqual(flat)
    }),
  )
})

test('the later value wins, even when it takes the trait away', () => {
  expect(mergeTraits({ plan: ['gold', 5, 'a'] }, { plan: [null, 9, 'b'] }).plan?.[0]).toBeNull()
})

test('what each source said last is kept beside what counts', () => {
  const merged = mergeTraits(
    { plan: ['gold', 5, 'a', 'crm'] },
    { plan: ['free', 9, 'b', 'shop'] },
    { plan: ['none', 1, 'c', 'crm'] },
  )
  expect(merged.plan).toEqual(['free', 9, 'b', 'shop', [['gold', 5, 'a', 'crm']]])
})
