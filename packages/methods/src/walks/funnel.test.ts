import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FunnelRules, type FunnelStep, type WalkEvent, walkFunnel } from './funnel.ts'
import { countFunnel } from './funnel-counts.ts'

const hour = 3_600_000
/** Events as letters with their hours: `A0 B2`. */
const walked = (text: string): WalkEvent[] =>
  text
    .split(' ')
    .filter((part) => part !== '')
    .map((part, ingest) => ({ name: part.charAt(0), time: Number(part.slice(1)) * hour, ingest }))
/** Steps as letters; `B?` is optional, `B/C` is either. */
const steps = (text: string): FunnelStep[] =>
  text.split(' ').map((part) => ({
    events: part.replace('?', '').split('/'),
    optional: part.endsWith('?'),
  }))
const rules = (extra: Partial<FunnelRules> = {}): FunnelRules => ({
  ...{ order: 'ordered', windowMs: 4 * hour, from: 'first' },
  ...extra,
})
const shown = (events: string, funnel: string, extra?: Partial<FunnelRules>) => {
  const { depth, events: found } = walkFunnel(walked(events), steps(funnel), rules(extra))
  return `${depth}: ${found.map((event) => (event ? event.name + event.time / hour : '-')).join(' ')}`
}

test('a window from the first step ends before one from the previous step', () => {
  expect(shown('A0 B2 C5', 'A B C')).toBe('2: A0 B2 -')
  expect(shown('A0 B2 C5', 'A B C', { from: 'previous' })).toBe('3: A0 B2 C5')
})

test('the last moment of a window belongs to it', () => {
  expect(shown('A0 B4', 'A B')).toBe('2: A0 B4')
})

test('every beginning is tried, and the deepest walk wins, the earliest among equals', () => {
  expect(shown('A0 B3 A4 B5 C6', 'A B C')).toBe('3: A4 B5 C6')
  expect(shown('A0 A1 B2 B3', 'A B')).toBe('2: A0 B2')
  expect(shown('B1', 'A B')).toBe('0: - -')
})

test('a later event is taken where only it lets the walk go on', () => {
  expect(shown('A0 B1 B3 C5', 'A B C', { from: 'previous', windowMs: 3 * hour })).toBe('3: A0 B3 C5')
})

test('of two events at the same time the one that came in first is first', () => {
  expect(shown('A0 B0', 'A B')).toBe('2: A0 B0')
  expect(shown('B0 A0', 'A B')).toBe('1: A0 -')
})

test('strict allows nothing between', () => {
  expect(shown('A0 X1 B2', 'A B', { order: 'strict' })).toBe('1: A0 -')
  expect(shown('A0 X1 A2 B3', 'A B', { order: 'strict' })).toBe('2: A2 B3')
})

describe('optional and either-or steps', () => {
  test('an optional step may be passed over, at the beginning too', () => {
    expect(shown('A0 C1', 'A B? C')).toBe('3: A0 - C1')
    expect(shown('A0 B1 C2', 'A B? C')).toBe('3: A0 B1 C2')
    expect(shown('C1', 'A? C')).toBe('2: - C1')
  })

  test('an optional step does not put off what is required', () => {
    expect(shown('A0 C1 B2 C3', 'A B? C')).toBe('3: A0 - C1')
  })

  test('any of the events of a step reaches it', () => {
    expect(shown('A0 C1 D2', 'A B/C D')).toBe('3: A0 C1 D2')
  })
})

test('an excluded event between two steps ends a walk there, and elsewhere it does not', () => {
  const exclusions = [{ event: 'X', after: 0, before: 1 }]
  expect(shown('A0 X1 B2', 'A B C', { exclusions })).toBe('1: A0 - -')
  expect(shown('A0 B1 X2 C3', 'A B C', { exclusions })).toBe('3: A0 B1 C3')
  expect(shown('A0 X1 A2 B3', 'A B', { exclusions })).toBe('2: A2 B3')
  expect(shown('A0 X1 C2', 'A B? C', { exclusions })).toBe('1: A0 - -')
})

describe('in any order', () => {
  const order = 'any'
  test('steps count however they follow each other, within one window', () => {
    expect(shown('C0 A1 B2', 'A B C', { order })).toBe('3: A1 B2 C0')
    expect(shown('C0 A3 B6', 'A B C', { order })).toBe('2: A3 - C0')
  })

  test('one event serves one step, and takes the one that leaves most for others', () => {
    expect(shown('A0 A1', 'A A', { order })).toBe('2: A0 A1')
    expect(shown('A0', 'A A', { order })).toBe('1: A0 -')
    expect(shown('A0 B1', 'A/B A', { order })).toBe('2: B1 A0')
  })

  test('an excluded event ends it', () => {
    expect(shown('B0 X1 A2', 'A B', { order, exclusions: [{ event: 'X', after: 0, before: 1 }] })).toBe(
      '1: - B0',
    )
  })
})

const anyEvents = fc
  .array(fc.record({ name: fc.constantFrom('A', 'B', 'C', 'X'), at: fc.nat(12) }), { maxLength: 9 })
  .map((found) => found.map(({ name, at }, ingest) => ({ name, time: at * hour, ingest })))

const anyFunnel = fc.constantFrom('A B C', 'A B? C', 'A? B? C A', 'A B/C A?', 'A A B').map(steps)
const inTime = (events: readonly WalkEvent[]) =>
  events.toSorted((a, b) => a.time - b.time || a.ingest - b.ingest)

test('the depth is that of the best of all choices of events', () => {
  const orders = fc.constantFrom<'ordered' | 'strict'>('ordered', 'strict')
  const froms = fc.constantFrom<'first' | 'previous'>('first', 'previous')
  fc.assert(
    fc.property(anyEvents, anyFunnel, froms, orders, (events, funnel, from, order) => {
      const sorted = inTime(events)
      const deepest = (step: number, taken: readonly number[]): number => {
        if (step === funnel.length) return 0
        const last = taken.at(-1) ?? -1
        const since = sorted[(from === 'first' ? taken[0] : last) ?? -1]?.time
        const passed = funnel[step]?.optional ? deepest(step + 1, taken) : 0
        const depths = sorted.map((event, place) => {
          const isNear = order === 'ordered' || taken.length === 0 || place === last + 1
          const isLate = since !== undefined && event.time - since > 4 * hour
          if (place <= last || !isNear || isLate || !funnel[step]?.events.includes(event.name)) return 0
          return Math.max(step + 1, deepest(step + 1, [...taken, place]))
        })
        return Math.max(passed, ...depths)
      }
      expect(walkFunnel(events, funnel, rules({ from, order })).depth).toBe(deepest(0, []))
    }),
  )
})

test('in any order the depth is that of the best of all ways to give events to steps', () => {
  fc.assert(
    fc.property(anyEvents, anyFunnel, (events, funnel) => {
      const sorted = inTime(events)
      const most = (step: number, taken: readonly number[]): number => {
        if (step === funnel.length) return taken.length
        const ways = sorted.flatMap((event, place) => {
          const times = [...taken, place].map((at) => sorted[at]?.time ?? 0)
          const fits = funnel[step]?.events.includes(event.name) && !taken.includes(place)
          return fits && Math.max(...times) - Math.min(...times) <= 4 * hour
            ? [most(step + 1, [...taken, place])]
            : []
        })
        return Math.max(most(step + 1, taken), ...ways)
      }
      const walk = walkFunnel(events, funnel, rules({ order: 'any' }))
      expect(walk.depth).toBe(most(0, []))
      expect(walk.events.filter((event) => event !== null)).toHaveLength(walk.depth)
    }),
  )
})

test('walks are counted by step, with shares of the required step before and median times', () => {
  const funnel = steps('A B? C')
  const walks = ['A0 B1 C2', 'A0 C3', 'A0 B2', 'A1', 'C1'].map((text) =>
    walkFunnel(walked(text), funnel, rules()),
  )
  const counts = countFunnel(walks, funnel)
  expect(counts.map(({ people }) => people)).toEqual([4, 2, 2])
  expect(counts[2]?.ofPrevious).toMatchObject({ estimate: 0.5, n: 4 })
  expect(counts.map(({ medianSeconds }) => medianSeconds)).toEqual([null, 1.5 * 3600, 2 * 3600])
  expect(counts[2]?.medianSecondsFromFirst).toBe(2.5 * 3600)
})
