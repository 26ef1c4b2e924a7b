import fc from 'fast-check'
import type { JourneyModel } from '../conformance/journey-model.ts'

export const step = (name: string): JourneyModel => ({ kind: 'step', name })
export const sequence = (...parts: JourneyModel[]): JourneyModel => ({ kind: 'sequence', parts })
export const parallel = (...parts: JourneyModel[]): JourneyModel => ({ kind: 'parallel', parts })
export const choice = (...parts: JourneyModel[]): JourneyModel => ({ kind: 'choice', parts })
export const optional = (part: JourneyModel): JourneyModel => ({ kind: 'optional', part })
export const loop = (part: JourneyModel, again?: JourneyModel): JourneyModel =>
  again ? { kind: 'loop', part, again } : { kind: 'loop', part }

/** A, perhaps B, C and D in any order, E which may come again after F, G. */
export const knownModel = sequence(
  step('A'),
  optional(step('B')),
  parallel(step('C'), step('D')),
  loop(step('E'), step('F')),
  step('G'),
)

/** Small models over few labels, so that one label often stands at several places. */
export const anyModel: fc.Arbitrary<JourneyModel> = fc.letrec<{ model: JourneyModel }>((tie) => ({
  model: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom('A', 'B', 'C', 'D').map(step),
    fc.array(tie('model'), { maxLength: 3 }).map((parts) => sequence(...parts)),
    fc.array(tie('model'), { maxLength: 3 }).map((parts) => choice(...parts)),
    fc.array(tie('model'), { maxLength: 2 }).map((parts) => parallel(...parts)),
    tie('model').map(optional),
    tie('model').map((part) => loop(part)),
    fc.tuple(tie('model'), tie('model')).map(([part, again]) => loop(part, again)),
  ),
})).model

/** A walk through a model, with `draw(n)` deciding among n possibilities. */
export function walkThrough(model: JourneyModel, draw: (possibilities: number) => number): string[] {
  switch (model.kind) {
    case 'step':
      return [model.name]
    case 'sequence':
      return model.parts.flatMap((part) => walkThrough(part, draw))
    case 'optional':
      return draw(2) === 0 ? [] : walkThrough(model.part, draw)
    case 'choice': {
      const part = model.parts[draw(model.parts.length)]
      return part ? walkThrough(part, draw) : []
    }
    case 'parallel':
      return interleave(
        model.parts.map((part) => walkThrough(part, draw)),
        draw,
      )
    case 'loop': {
      const walked = walkThrough(model.part, draw)
      while (walked.length < 30 && draw(3) === 0) {
        if (model.again) walked.push(...walkThrough(model.again, draw))
        walked.push(...walkThrough(model.part, draw))
      }
      return walked
    }
  }
}

function interleave(walks: string[][], draw: (possibilities: number) => number): string[] {
  const mixed: string[] = []
  for (let left = walks.filter((walk) => walk.length > 0); left.length > 0; ) {
    const next = left[draw(left.length)]?.shift()
    if (next !== undefined) mixed.push(next)
    left = left.filter((walk) => walk.length > 0)
  }
  return mixed
}
