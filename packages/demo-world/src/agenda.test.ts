import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openAgenda } from './agenda.ts'

test('work runs in order of time, also work planned by other work, and nothing of the window is lost', () => {
  const day = 86_400_000
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 4 * day }), fc.nat({ max: 2 * day }))),
      (plans) => {
        const agenda = openAgenda(0, 4)
        const ran: number[] = []
        let expected = 0
        for (const [at, later] of plans) {
          if (at < 4 * day) expected += at + later < 4 * day ? 2 : 1
          agenda.plan(at, (now) => {
            ran.push(now)
            agenda.plan(now + later, (then) => ran.push(then))
          })
        }
        for (let today = 0; today < 4; today++) agenda.runDay(today)
        expect(ran).toHaveLength(expected)
        expect(ran).toEqual([...ran].sort((a, b) => a - b))
      },
    ),
  )
})
