import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffLines } from './line-diff.ts'

const text = fc.array(fc.constantFrom('a', 'b', 'c', ' x'), { minLength: 1, maxLength: 12 })

test('a diff holds both texts, each in its order', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before.join('\n'), after.join('\n'))
      const side = (kind: string) => lines.filter((one) => one.kind !== kind).map((one) => one.text)
      expect(side('added')).toEqual(before)
      expect(side('removed')).toEqual(after)
    }),
  )
})

test('what stays is not told as changed', () => {
  expect(diffLines('{\n  a\n}', '{\n  a\n  b\n}').map((one) => [one.kind, one.text])).toEqual([
    ['same', '{'],
    ['same', '  a'],
    ['added', '  b'],
    ['same', '}'],
  ])
  expect(diffLines('', 'a')).toEqual([{ kind: 'added', text: 'a' }])
})
