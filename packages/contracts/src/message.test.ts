import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fill, placeholders } from './message.ts'

const en = new Intl.PluralRules('en')
const numbers = new Intl.NumberFormat('en')
const pt = new Intl.PluralRules('pt-BR')
const ptNumbers = new Intl.NumberFormat('pt-BR')
const people = '{n, plural, =0 {nobody} one {# person} other {# people}}'

test('a plural follows the rules and the numbers of the language', () => {
  expect(fill(people, { n: 0 }, en, numbers)).toBe('nobody')
  expect(fill(people, { n: 1 }, en, numbers)).toBe('1 person')
  expect(fill(people, { n: 8412 }, en, numbers)).toBe('8,412 people')
  expect(fill('{n, plural, one {# pessoa} other {# pessoas}}', { n: 8412.5 }, pt, ptNumbers)).toBe(
    '8.412,5 pessoas',
  )
})

test('a choice by word falls back to other and may hold a plural', () => {
  const message = '{scope, select, session {{n, plural, one {# session} other {# sessions}}} other {people}}'
  expect(fill(message, { scope: 'session', n: 2 }, en, numbers)).toBe('2 sessions')
  expect(fill(message, { scope: 'else', n: 2 }, en, numbers)).toBe('people')
})

test('a missing value stays visible instead of vanishing', () => {
  expect(fill('Hello {name}', {}, en, numbers)).toBe('Hello {name}')
})

test('a text without braces comes out as it went in, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const plain = text.replaceAll(/[{}]/g, '')
      expect(fill(plain, { n: 1 }, en, numbers)).toBe(plain)
    }),
  )
})

test('every value a message asks for is found, also inside branches', () => {
  expect(placeholders('{a} {n, plural, one {# of {b}} other {#}} {k, select, x {{c}} other {}}')).toEqual([
    'a',
    'b',
    'c',
    'k',
    'n',
  ])
})
