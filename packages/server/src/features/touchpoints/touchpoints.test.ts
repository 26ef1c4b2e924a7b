import { expect, test } from 'vitest'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import { entryChannel } from './entry-channel.ts'
import { placeEvent } from './place-event.ts'
import { placingRules } from './placing-rules.ts'
import { namesOf } from './remembered-catalogues.service.ts'
import { starterCatalogue } from './starter-catalogue.ts'
import { touchpointNames } from './touchpoint-names.ts'

const event = (over: Partial<AcceptedEvent>): AcceptedEvent => ({
  eventId: 1,
  workspaceId: 'w',
  sourceId: 's',
  type: 'track',
  name: 'x',
  messageId: 'm',
  userId: 'u',
  anonymousId: null,
  previousId: null,
  groupId: null,
  time: 0,
  receivedAt: 0,
  properties: {},
  traits: null,
  context: {},
  raw: {},
  ...over,
})
const starter = placingRules(starterCatalogue)
const page = (referrer: string, url = 'https://shop.example/') =>
  event({ type: 'page', context: { page: { referrer, url } } })

test('places semantic events, and tells web from app by what the client says', () => {
  expect(placeEvent(starter, event({ name: 'Product Viewed', context: { page: { path: '/p' } } }))).toEqual({
    touchpoint: 'Product page',
    channel: 'web',
    said: 'web',
  })
  expect(
    placeEvent(starter, event({ name: 'Product Viewed', context: { app: { name: 'Aurora' } } })),
  ).toEqual({
    touchpoint: 'Product page',
    channel: 'app',
    said: 'app',
  })
  expect(
    placeEvent(starter, event({ name: 'Page Viewed', type: 'page', properties: { name: 'Home' } }))
      .touchpoint,
  ).toBe('Home')
  expect(
    placeEvent(starter, event({ name: 'Page Viewed', type: 'page', properties: { name: 'About' } }))
      .touchpoint,
  ).toBe('Page')
  expect(placeEvent(starter, event({ name: 'Nobody knows this' }))).toEqual({
    touchpoint: '',
    channel: 'other',
    said: '',
  })
})

test('campaign parameters win over the referrer, and the own host is no referrer', () => {
  expect(entryChannel(page('https://www.google.com/'))).toBe('Search engine')
  expect(entryChannel(page('https://l.instagram.com/x'))).toBe('Instagram')
  expect(entryChannel(page('https://shop.example/cart'))).toBe('Direct')
  expect(entryChannel(page(''))).toBe('Direct')
  expect(entryChannel(page('https://blog.example/'))).toBe('Referral')
  expect(entryChannel(event({ context: { campaign: { source: 'google', medium: 'cpc' } } }))).toBe(
    'Search ad',
  )
  expect(entryChannel(event({ context: { campaign: { source: 'newsletter', medium: 'email' } } }))).toBe(
    'E-mail',
  )
})

test('a touchpoint is found by its id and its name, and by channel where its id says so', () => {
  const { find, describe } = namesOf(starterCatalogue)
  const page = { name: 'Product page', channel: null }
  expect([find('Product page'), find('product-page')]).toEqual([page, page])
  expect(find('product-page@app')).toEqual({ name: 'Product page', channel: 'app' })
  expect(find('Product page@app')).toEqual({ name: 'Product page', channel: 'app' })
  expect([find('Nowhere'), find('product-page@moon'), find('@app'), find('')]).toEqual([
    null,
    null,
    null,
    null,
  ])
  expect(describe('Product page', null)).toEqual({ id: 'product-page', name: 'Product page', channel: null })
  expect(describe('Product page', 'app').id).toBe('product-page@app')
  expect(describe('E-mail', null)).toEqual({ id: 'e-mail', name: 'E-mail', channel: 'e-mail' })
  const names = new Set(starterCatalogue.map((row) => row.definition.name))
  const ids = [...names].map((name) => describe(name, null).id)
  expect(new Set(ids).size).toBe(names.size)
  expect(ids.map((id) => find(id)?.name)).toEqual([...names])
})

test('a name that two touchpoints have is refused with the ids to choose from, and each id is accepted', () => {
  const { find, describe } = touchpointNames([
    { name: 'Help', channel: null },
    { name: 'Help', channel: 'phone' },
  ])
  expect(() => find('Help')).toThrow(
    expect.objectContaining({
      code: 'ambiguous_touchpoint',
      status: 400,
      message: 'Several touchpoints are called “Help”. Ask by id: help@web, help@app, help@phone.',
    }),
  )
  for (const channel of ['web', 'app', 'phone'] as const) {
    expect(find(`help@${channel}`)).toEqual({ name: 'Help', channel })
    expect(describe('Help', channel).id).toBe(`help@${channel}`)
  }
})
