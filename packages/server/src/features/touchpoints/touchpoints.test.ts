import { expect, test } from 'vitest'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import { entryChannel } from './entry-channel.ts'
import { placeEvent } from './place-event.ts'

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
const page = (referrer: string, url = 'https://shop.example/') =>
  event({ type: 'page', context: { page: { referrer, url } } })

test('places semantic events, and tells web from app by what the client says', () => {
  expect(placeEvent(event({ name: 'Product Viewed', context: { page: { path: '/p' } } }))).toEqual({
    touchpoint: 'Product page',
    channel: 'web',
  })
  expect(placeEvent(event({ name: 'Product Viewed', context: { app: { name: 'Aurora' } } }))).toEqual({
    touchpoint: 'Product page',
    channel: 'app',
  })
  expect(
    placeEvent(event({ name: 'Page Viewed', type: 'page', properties: { name: 'Home' } })).touchpoint,
  ).toBe('Home')
  expect(
    placeEvent(event({ name: 'Page Viewed', type: 'page', properties: { name: 'About' } })).touchpoint,
  ).toBe('Page')
  expect(placeEvent(event({ name: 'Nobody knows this' }))).toEqual({ touchpoint: '', channel: 'other' })
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
