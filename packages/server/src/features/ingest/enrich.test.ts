import { isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { campaignOf } from './campaign.ts'
import { isInNetworks, truncateIp } from './ip-address.ts'
import { readUserAgent } from './user-agent.ts'

describe('an address', () => {
  test.each([
    ['203.0.113.77', '203.0.113.0'],
    ['::ffff:203.0.113.77', '203.0.113.0'],
    ['2001:0db8:85a3:0000:0000:8a2e:0370:7334', '2001:db8:85a3::'],
    ['2001:db8::1', '2001:db8:0::'],
    ['::1', '0:0:0::'],
    ['fe80::1%eth0', 'fe80:0:0::'],
    ['not an address', null],
    ['300.1.1.1', null],
  ])('%s is kept as %s', (address, cut) => {
    expect(truncateIp(address)).toBe(cut)
  })
  test('keeps nothing beyond its network', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.ipV4(), (v6, v4) => {
        const cut = truncateIp(v6) ?? ''
        expect([v6, isIPv6(cut) || /^[\d.]+$/.test(cut), truncateIp(cut)]).toEqual([v6, true, cut])
        expect(isInNetworks(v6, [`${cut}/${isIPv6(cut) ? 48 : 24}`])).toBe(true)
        expect(truncateIp(v4)).toBe(v4.replace(/\d+$/, '0'))
      }),
    )
  })
  test('belongs to a network by its bits', () => {
    expect(isInNetworks('192.0.2.9', ['198.51.100.0/24', '192.0.2.0/24'])).toBe(true)
    expect(isInNetworks('192.0.3.9', ['192.0.2.0/24'])).toBe(false)
    expect(isInNetworks('nonsense', ['0.0.0.0/0'])).toBe(false)
  })
})

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1'
const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'
const google = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'

test('a user agent tells device, system, browser, and whether it is a robot', () => {
  expect(readUserAgent(iphone)).toMatchObject({
    isBot: false,
    device: { type: 'mobile', manufacturer: 'Apple' },
    os: { name: 'iOS', version: '16.6' },
    browser: { name: 'Safari' },
  })
  expect(readUserAgent(chrome)).toMatchObject({
    isBot: false,
    device: { type: 'desktop' },
    os: { name: 'Windows' },
  })
  expect(readUserAgent(google).isBot).toBe(true)
  expect(readUserAgent('')).toEqual({ isBot: false, device: {}, os: {}, browser: {} })
})

test('no user agent makes reading fail', () => {
  fc.assert(fc.property(fc.string({ maxLength: 3_000, unit: 'binary' }), (text) => void readUserAgent(text)))
})

test.each([
  [
    { url: 'https://s.example/?utm_source=news&utm_medium=email&utm_campaign=July#x' },
    { source: 'news', medium: 'email', name: 'July' },
  ],
  [{ search: '?utm_source=a%20b' }, { source: 'a b' }],
  [{ url: 'https://s.example/?a=1&gclid=xyz' }, { source: 'google', medium: 'cpc' }],
  [{ url: 'https://s.example/?gclid=xyz&utm_source=own' }, { source: 'own' }],
  [{ url: 'https://s.example/?utm_source=' }, null],
  [{ url: 'https://s.example/' }, null],
  [{ url: 7 }, null],
  [undefined, null],
])('the page %j tells the campaign %j', (page, campaign) => {
  expect(campaignOf(page)).toEqual(campaign)
})
