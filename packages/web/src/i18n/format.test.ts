import { expect, test } from 'vitest'
import { makeFormatter, pickLanguage } from './format.ts'

const pt = makeFormatter('pt-BR', 'America/Sao_Paulo', 'BRL')
const it = makeFormatter('it', 'Europe/Rome', 'EUR')
const en = makeFormatter('en', 'America/Sao_Paulo', 'BRL')

test('numbers are written as each language writes them', () => {
  expect(pt.whole(1234)).toBe('1.234')
  expect(it.decimal(12345.6)).toBe('12.345,6')
  expect(en.whole(1234)).toBe('1,234')
  expect(pt.percent(0.2553)).toBe('25,5\u00a0%')
  expect(en.percentSpan(0.2235, 0.2894)).toBe('22.4–28.9')
  expect(it.hundredthsSpan(0.49, 0.5)).toBe('0,49–0,50')
})

test('signs are typographic, and nothing has no sign', () => {
  expect(pt.signed(-4.84, 1)).toBe('−4,8')
  expect(en.signed(26)).toBe('+26')
  expect(en.points(0)).toBe('0.0')
})

test('a moment is told in the time zone of the workspace', () => {
  expect(en.clock('2026-11-19T02:30:00Z')).toBe('23:30')
  expect(en.dayKey('2026-11-19T02:30:00Z')).toBe('2026-11-18')
  expect(pt.dayShort('2026-11-19')).toBe('19 nov')
})

test('a duration names its two largest units', () => {
  expect(en.duration(62)).toBe('1 min 2 s')
  expect(en.duration(187_200)).toBe('2 d 4 h')
  expect(it.duration(187_200)).toBe('2 g 4 h')
  expect(en.duration(0)).toBe('0 s')
  expect(en.duration(3600)).toBe('1 h')
})

test('the language is the chosen one, then of the workspace, then of the browser', () => {
  expect(pickLanguage('it', 'pt-BR', ['en-US'])).toBe('it')
  expect(pickLanguage(null, 'pt-BR', ['en-US'])).toBe('pt-BR')
  expect(pickLanguage(null, undefined, ['fr-FR', 'pt-PT'])).toBe('pt-BR')
  expect(pickLanguage('xx', undefined, ['de'])).toBe('en')
})
