import { toCsv } from '@teia/contracts'
import { expect, test } from 'vitest'

test('cells with commas, quotes and breaks are quoted', () => {
  expect(toCsv(['a', 'b'], [['x, y', 'say "hi"\n']])).toBe('a,b\r\n"x, y","say ""hi""\n"\r\n')
})

test('a text that a spreadsheet would run is made harmless, a number is not touched', () => {
  expect(toCsv(['v'], [['=HYPERLINK("x")'], [-4.5], [null]])).toBe(
    'v\r\n"\'=HYPERLINK(""x"")"\r\n-4.5\r\n\r\n',
  )
})
