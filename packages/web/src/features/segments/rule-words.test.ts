import { SegmentRule } from '@teia/contracts'
import { expect, test } from 'vitest'
import { en } from '../../i18n/en/index.ts'
import { it } from '../../i18n/it/index.ts'
import { ptBr } from '../../i18n/pt-br/index.ts'
import { makeText } from '../../i18n/text.tsx'
import { ruleWords } from './rule-words.ts'

const names = {
  touchpoint: (name: string) => name,
  channel: (name: string) => name,
  segment: (id: string) => (id === 's1' ? 'Friends' : id),
  step: ({ step }: { step: string }) => ({ step, map: 'Purchase' }),
}
const texts = {
  en: makeText(en, 'en', 'Europe/Rome', 'EUR'),
  it: makeText(it, 'it', 'Europe/Rome', 'EUR'),
  pt: makeText(ptBr, 'pt-BR', 'Europe/Rome', 'EUR'),
}
const say = (rule: unknown, text = texts.en) => ruleWords(SegmentRule.parse(rule), text, names)

test('a rule is one sentence, with groups in brackets and numbers in words', () => {
  expect(
    say({
      and: [
        { trait: 'plan', operator: 'in', value: ['pro', 'team'] },
        {
          or: [
            {
              did: { event: 'Order Completed', channel: 'web' },
              times: { operator: 'gte', value: 3 },
              within: { value: 30, unit: 'days' },
            },
            { segment: 's1' },
          ],
        },
        { not: { did: { touchpoint: 'Call centre' } } },
      ],
    }),
  ).toBe(
    'People whose “plan” is one of “pro” or “team”, (who did “Order Completed” on web at least 3 times in the last 30 days, or who are in the segment “Friends”), and to whom this does not apply: (who did anything at “Call centre”).',
  )
})

test('days from now are told as a length of time, and a date is before or after in three languages', () => {
  const days = (operator: string, value: number) => ({ trait: 'renewal', operator, value })
  expect([
    say(days('in_next_days', 30)),
    say(days('in_next_days', 30), texts.pt),
    say(days('in_next_days', 30), texts.it),
  ]).toEqual([
    'People whose “renewal” is in the next 30 days.',
    'Pessoas cujo “renewal” cai nos próximos 30 dias.',
    'Persone il cui «renewal» cade nei prossimi 30 giorni.',
  ])
  expect(say(days('in_last_days', 1))).toBe('People whose “renewal” is in the last day.')
  expect(say(days('more_days_ahead', 7))).toBe('People whose “renewal” is more than 7 days from now.')
  expect(say(days('more_days_ago', 1))).toBe('People whose “renewal” is more than 1 day ago.')
  expect(say({ trait: 'renewal', operator: 'gt', value: '2026-06-01' })).toBe(
    'People whose “renewal” is after “2026-06-01”.',
  )
})

test('what is later than so long ago was less than so long ago', () => {
  const ago = { ago: { value: 30, unit: 'days' } }
  expect(say({ first: { event: 'A' }, operator: 'gt', value: ago })).toBe(
    'People who did “A” for the first time less than 30 days ago.',
  )
  expect(say({ last: { event: 'A' }, operator: 'lt', value: ago })).toBe(
    'People who did “A” for the last time more than 30 days ago.',
  )
})

test('moments are told by the clocks of the workspace', () => {
  expect(say({ last: {}, operator: 'gte', value: '2026-10-31T23:00:00Z' })).toBe(
    'People who did anything for the last time at or after 1 Nov 2026.',
  )
})

const everyKind = {
  or: [
    { did: {}, times: { operator: 'equals', value: 0 }, within: { from: '2026-01-01T00:00:00Z' } },
    { did: {}, times: { operator: 'between', value: [2, 4] }, within: { value: 1, unit: 'weeks' } },
    { did: {}, times: { operator: 'not_equals', value: 1 } },
    {
      sequence: [{ event: 'A' }, { where: { property: 'total', operator: 'gt', value: 9.5 } }],
      within: { value: 2, unit: 'hours' },
      during: { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' },
    },
    {
      first: {},
      operator: 'between',
      value: [{ ago: { value: 5, unit: 'minutes' } }, '2026-01-01T00:00:00Z'],
    },
    { last: {}, operator: 'lte', value: { ago: { value: 1, unit: 'days' } } },
    { segment: 'x', operator: 'not_equals' },
    { trait: 'vip', operator: 'is_set' },
    { not: { or: [{ did: {} }, { and: [] }] } },
  ],
}
test.each(Object.entries(texts))('every kind of condition has words in %s', (_, text) => {
  const said = say(everyKind, text)
  expect(said).not.toMatch(/segments\.|operators\.|undefined|\{/)
  for (const name of ['A', 'total', 'vip', 'x']) expect(said).toContain(name)
})

test('a step of a map is said with what people did there, in the three languages', () => {
  const rule = (part: string) => ({ step: 'Pay', map: 'm1', part, within: { value: 30, unit: 'days' } })
  expect(say(rule('entered'))).toBe('People who came to the step “Pay” of “Purchase” in the last 30 days.')
  expect(say(rule('left'), texts.it)).toContain('che hanno lasciato «Purchase» al passo «Pay»')
  expect(say(rule('wentOn'), texts.pt)).toContain('que seguiram do passo “Pay” de “Purchase”')
})
