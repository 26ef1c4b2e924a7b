import { expect, test } from 'vitest'
import { linesOf } from './trend-lines.ts'

const meta = { sql: '', elapsedMs: 0, rowsRead: 0 }
const names = { whole: 'events', rest: 'the rest', before: (name: string) => `${name} before` }

test('a series without a point counts zero there, and the period before lies under it by place', () => {
  const { times, lines } = linesOf(
    {
      series: [
        {
          key: ['a'],
          total: 3,
          points: [
            { time: '2026-01-01', value: 1 },
            { time: '2026-01-02', value: 2 },
          ],
        },
        { key: ['…other'], total: 5, points: [{ time: '2026-01-02', value: 5 }] },
      ],
      previous: [{ key: ['a'], total: 9, points: [{ time: '2025-12-30', value: 9 }] }],
      folded: 0,
      meta,
    },
    names,
  )
  expect(times).toEqual(['2026-01-01', '2026-01-02'])
  expect(lines).toEqual([
    { name: 'a', values: [1, 2] },
    { name: 'the rest', values: [0, 5] },
    { name: 'a before', of: 'a', before: true, values: [9, null] },
  ])
})
