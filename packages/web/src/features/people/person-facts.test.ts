import type { TimelineItem } from '@teia/contracts'
import { expect, test } from 'vitest'
import { amountOf, byDay, lastScores, scoreOf, toneOf, verbatimOf } from './person-facts.ts'

const item = (time: string, properties: Record<string, unknown> = {}): TimelineItem => ({
  id: time,
  time,
  name: 'Survey Answered',
  type: 'track',
  touchpoint: 'Survey',
  channel: 'e-mail',
  properties,
})

test('items fall into the days of the workspace, in the order given', () => {
  const key = (time: string) => time.slice(0, 10)
  const days = byDay(
    [item('2026-11-19T10:00:00Z'), item('2026-11-19T09:00:00Z'), item('2026-11-11T09:00:00Z')],
    key,
  )
  expect(days.map((day) => [day.day, day.items.length])).toEqual([
    ['2026-11-19', 2],
    ['2026-11-11', 1],
  ])
})

test('words and scores of an answer are found, and an empty comment is none', () => {
  expect(verbatimOf(item('t', { text: ' Ninguém avisou. ' }))).toBe('Ninguém avisou.')
  expect(verbatimOf(item('t', { comment: '' }))).toBeNull()
  expect(scoreOf(item('t', { score: 3, metric: 'nps' }))).toEqual({ score: 3, tone: 'bad' })
  expect(toneOf(9, 'nps')).toBe('good')
  expect(toneOf(4, 'csat')).toBe('good')
})

test('money keeps its own currency', () => {
  expect(amountOf(item('t', { total: 12, currency: 'EUR' }), 'BRL')).toEqual({ amount: 12, currency: 'EUR' })
  expect(amountOf(item('t', { total: '12' }), 'BRL')).toBeNull()
})

test('a score is compared with the one before of the same metric', () => {
  const scores = [
    { time: 'a', metric: 'nps', score: 9 },
    { time: 'b', metric: 'csat', score: 2 },
    { time: 'c', metric: 'nps', score: 3 },
  ]
  expect(lastScores({ scores })).toEqual({ last: scores[2], before: scores[0] })
})
