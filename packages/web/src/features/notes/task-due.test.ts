import { expect, test } from 'vitest'
import { makeFormatter } from '../../i18n/format.ts'
import { urgencyOf } from './task-due.ts'

const { dayKey } = makeFormatter('en', 'America/Sao_Paulo', 'BRL')
const now = new Date('2026-05-04T15:00:00Z')

test.each([
  [null, 'undated'],
  ['2026-05-04T14:59:00Z', 'overdue'],
  // The fourth of May ends in São Paulo at three in the morning of the fifth in UTC.
  ['2026-05-05T02:59:00Z', 'today'],
  ['2026-05-05T03:01:00Z', 'soon'],
  ['2026-05-11T14:59:00Z', 'soon'],
  ['2026-05-11T15:01:00Z', 'later'],
])('a task due at %s is %s, by the day of the workspace', (dueAt, urgency) => {
  expect(urgencyOf(dueAt, now, dayKey)).toBe(urgency)
})
