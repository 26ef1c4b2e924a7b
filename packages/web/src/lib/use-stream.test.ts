import { describe, expect, test } from 'vitest'
import { withMissed } from './use-stream.ts'

const at = (id: string, second: number) => ({ id, time: new Date(second * 1000).toISOString() })
const names = (items: readonly { id: string }[]) => items.map((one) => one.id).join('')
const join = (streamed: ReturnType<typeof at>[], recent: ReturnType<typeof at>[]) =>
  names(withMissed(streamed, recent, (one) => one.time))

describe('withMissed', () => {
  test('puts what the stream did not bring at its time, each once', () => {
    expect(join([at('d', 4), at('b', 2)], [at('d', 4), at('c', 3), at('b', 2), at('a', 1)])).toBe('dcba')
  })
  test('keeps the order in which the stream brought what came late', () => {
    expect(join([at('late', 1), at('b', 2)], [at('b', 2), at('a', 0)])).toBe('lateba')
  })
  test('shows what came before when nothing has streamed yet', () => {
    expect(join([], [at('b', 2), at('a', 1)])).toBe('ba')
  })
})
