import { expect, test } from 'vitest'
import { matcherText } from './matcher-text.ts'

test('a definition says its event and what else has to hold', () => {
  const filter = { property: 'context.device.type', operator: 'equals', value: 'mobile' } as const
  expect(matcherText({ event: 'Payment Info Entered', filter })).toEqual([
    'event = "Payment Info Entered"',
    'and context.device.type = "mobile"',
  ])
})

test('either of several is said line by line, and the filter of all after them', () => {
  const filter = {
    and: [
      { trait: 'city', operator: 'in', value: ['Recife', 'Roma'] },
      { not: { segment: 'vip', operator: 'equals' } },
    ],
  } as const
  const anyOf = [{ event: 'Order Completed' }, { touchpoint: 'checkout', channel: 'app' as const }]
  expect(matcherText({ anyOf, filter: { and: [...filter.and] } as never })).toEqual([
    'event = "Order Completed"',
    'or touchpoint = "checkout" and channel = "app"',
    'and city in ("Recife", "Roma") and not segment = "vip"',
  ])
})
