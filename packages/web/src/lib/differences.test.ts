import { expect, test } from 'vitest'
import { differences } from './differences.ts'

test('only what differs is told, by path', () => {
  expect(
    differences({ name: 'A', on: true, deep: { x: 1 } }, { name: 'B', on: true, deep: { x: 2 } }),
  ).toEqual([
    { path: 'deep.x', before: 1, after: 2 },
    { path: 'name', before: 'A', after: 'B' },
  ])
})

test('a record that came or went shows one side', () => {
  expect(differences(null, { role: 'agent' })).toEqual([{ path: 'role', before: undefined, after: 'agent' }])
  expect(differences({ a: 1 }, { a: 1 })).toEqual([])
})
