import type { MapDrawing } from '@teia/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sharedColumns } from './shared-columns.ts'

/** `ab|c` is two stages, one with the steps a and b, one with c. */
const drawing = (text: string): MapDrawing => ({
  stages: text.split('|').map((steps, at) => ({
    id: `stage${at}`,
    name: `Stage ${at}`,
    steps: [...steps].map((id) => ({
      ...{ id, name: id, description: '', optional: false, repeats: false, feeling: null, cards: {} },
    })),
  })),
})
const written = (columns: ReturnType<typeof sharedColumns>['asIs']) =>
  columns
    .map(({ step, isFirst, gap }) => `${isFirst ? '|' : ''}${gap !== undefined ? '-' : (step?.id ?? '0')}`)
    .join('')
const both = (asIs: string, toBe: string) => {
  const columns = sharedColumns(drawing(asIs), drawing(toBe))
  return [written(columns.asIs), written(columns.toBe)]
}

describe('sharedColumns', () => {
  test('puts a step of both in one column, and leaves a gap where one lacks it', () => {
    expect(both('ab|cd', 'axb|d')).toEqual(['|a-b|cd', '|axb-|d'])
  })
  test('begins a stage with a gap where the other has a step before it', () => {
    expect(both('b', 'ab')).toEqual(['|-b', '|ab'])
  })
  test('moves a step whose place has changed to a column of its own', () => {
    expect(both('abc', 'bca')).toEqual(['|abc-', '|-bca'])
  })
  test('keeps a stage without steps', () => {
    expect(both('a||c', 'a||c')).toEqual(['|a|0|c', '|a|0|c'])
  })
  test('shows all columns of both in their order, in as many places', () => {
    const text = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 8 }).map((ids) => ids.join(''))
    fc.assert(
      fc.property(text, text, (asIs, toBe) => {
        const [own, other] = both(asIs, toBe).map((one) => one.replaceAll('|', ''))
        expect(own?.length).toBe(other?.length)
        expect([own, other].map((one) => one?.replaceAll(/[-0]/g, ''))).toEqual([asIs, toBe])
        for (const [at, id] of [...(own ?? '')].entries())
          expect([id, '-', '0'].includes(other?.[at] ?? '') || id === '-' || id === '0').toBe(true)
      }),
    )
  })
})
