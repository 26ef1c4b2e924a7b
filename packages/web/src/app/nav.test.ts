import { expect, test } from 'vitest'
import { groupOf, navigationFor } from './nav.ts'

const pagesOf = (groups: ReturnType<typeof navigationFor>) =>
  groups.flatMap((group) => [group.to, ...group.pages.map((page) => page.to)])

test('somebody with every right sees every group', () => {
  expect(navigationFor(() => true).map((group) => group.to)).toEqual([
    '/',
    '/tasks',
    '/maps',
    '/people',
    '/sources',
    '/settings/workspace',
  ])
})

test('a role sees only pages it may read, and a group opens at the first of them', () => {
  const viewer = navigationFor((right) =>
    ['questions:read', 'touchpoints:read', 'maps:read', 'workspace:read'].includes(right),
  )
  expect([...new Set(pagesOf(viewer))]).toEqual([
    '/',
    '/maps',
    '/paths',
    '/process',
    '/funnels',
    '/retention',
    '/attribution',
    '/trends',
    '/touchpoints',
    '/settings/workspace',
    '/settings/account',
  ])
  expect(groupOf('/touchpoints', viewer)?.to).toBe('/touchpoints')
  expect(groupOf('/people', viewer)).toBeUndefined()
  // Everybody has an account of their own.
  expect(pagesOf(navigationFor(() => false))).toEqual(['/settings/account', '/settings/account'])
})
