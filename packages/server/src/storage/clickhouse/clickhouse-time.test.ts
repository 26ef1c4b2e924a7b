import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clickhouseTime } from './clickhouse-time.ts'

test('an instant is written as ISO 8601 with a blank and without a zone, whichever was written before', () => {
  fc.assert(
    fc.property(
      fc.array(fc.date({ noInvalidDate: true, min: new Date(-1e13), max: new Date(8.6e15) })),
      (dates) => {
        for (const date of dates)
          expect(clickhouseTime(date.getTime())).toBe(date.toISOString().replace('T', ' ').replace('Z', ''))
      },
    ),
  )
})
