import { expect, test } from 'vitest'
import { mentionBegun, mentionDone, mentionsIn } from './mentions.ts'

const members = [
  { userId: 'ana', name: 'Ana' },
  { userId: 'maria', name: 'Ana Maria' },
  { userId: 'odd', name: 'C-3. (Suporte) $&' },
]

test('of names that begin alike only the one that was written is meant', () => {
  expect(mentionsIn('Ask @Ana Maria', members)).toEqual(['maria'])
  expect(mentionsIn('Ask @Ana, or @Ana Maria.', members)).toEqual(['ana', 'maria'])
  expect(mentionsIn('Ask @Anabela', members)).toEqual([])
  expect(mentionsIn('Ask Ana', members)).toEqual([])
})

test('a name is written as it is, whatever signs it has', () => {
  expect(mentionDone('Ask @C', 'C-3. (Suporte) $&')).toBe('Ask @C-3. (Suporte) $& ')
  expect(mentionsIn('Ask @C-3. (Suporte) $& ', members)).toEqual(['odd'])
})

test('a mention begins after a space, never within an address', () => {
  expect(mentionBegun('Ask @an')).toBe('an')
  expect(mentionBegun('@')).toBe('')
  expect(mentionBegun('ana@teia')).toBeNull()
})
