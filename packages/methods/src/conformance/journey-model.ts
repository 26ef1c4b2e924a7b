/**
 * A journey as designed, as a tree of plain JSON. A step is a label: whatever events it stands for were named so before.
 *
 * @example
 * // A, perhaps B, then C and D in any order
 * { kind: 'sequence', parts: [step('A'), { kind: 'optional', part: step('B') }, { kind: 'parallel', parts: [step('C'), step('D')] }] }
 */
export type JourneyModel =
  | { kind: 'step'; name: string }
  | { kind: 'sequence'; parts: readonly JourneyModel[] }
  | { kind: 'optional'; part: JourneyModel }
  | { kind: 'choice'; parts: readonly JourneyModel[] }
  | { kind: 'parallel'; parts: readonly JourneyModel[] }
  /** `part` once or more; between two rounds lies `again`, where there is one. */
  | { kind: 'loop'; part: JourneyModel; again?: JourneyModel }

export type NetTransition = {
  /** The step that it stands for; null is silent and leaves no event. */ label: string | null
  /** Places, one for each token. */ consumes: readonly number[]
  produces: readonly number[]
}

/** A labelled Petri net with the places that hold tokens in the beginning and in the end; a place named twice holds two. */
export type PetriNet = {
  transitions: readonly NetTransition[]
  initial: readonly number[]
  final: readonly number[]
  /** Labels along a shortest way through, where whoever made the net knows one. */
  shortest?: readonly string[]
}

/**
 * The net of a model. It is sound: from every marking that can be reached the end can be reached, and then nothing else holds
 * a token (block-structured nets; van der Aalst 1998, "The application of Petri nets to workflow management"). A part
 * without parts is passed silently, so that a model without steps has one way through, the empty one.
 */
export function compileModel(model: JourneyModel): PetriNet {
  const transitions: NetTransition[] = []
  let places = 2
  const place = () => places++
  const link = (label: string | null, consumes: readonly number[], produces: readonly number[]) =>
    transitions.push({ label, consumes, produces })

  const compile = (part: JourneyModel, from: number, to: number): void => {
    switch (part.kind) {
      case 'step':
        link(part.name, [from], [to])
        return
      case 'sequence':
        compileSequence(part.parts, from, to)
        return
      case 'optional':
        compile(part.part, from, to)
        link(null, [from], [to])
        return
      case 'choice':
        for (const branch of part.parts) compile(branch, from, to)
        if (part.parts.length === 0) link(null, [from], [to])
        return
      case 'parallel':
        compileParallel(part.parts, from, to)
        return
      case 'loop':
        compileLoop(part, from, to)
    }
  }
  const compileSequence = (parts: readonly JourneyModel[], from: number, to: number) => {
    if (parts.length === 0) link(null, [from], [to])
    let before = from
    for (const [index, part] of parts.entries()) {
      const after = index === parts.length - 1 ? to : place()
      compile(part, before, after)
      before = after
    }
  }
  const compileParallel = (parts: readonly JourneyModel[], from: number, to: number) => {
    const branches = parts.map((part) => ({ part, from: place(), to: place() }))
    link(null, [from], branches.length === 0 ? [to] : branches.map((branch) => branch.from))
    for (const branch of branches) compile(branch.part, branch.from, branch.to)
    if (branches.length > 0)
      link(
        null,
        branches.map((branch) => branch.to),
        [to],
      )
  }
  // Places of its own at both ends: whoever shares a place with a loop could otherwise enter it from behind.
  const compileLoop = (loop: JourneyModel & { kind: 'loop' }, from: number, to: number) => {
    const [begin, end] = [place(), place()]
    link(null, [from], [begin])
    compile(loop.part, begin, end)
    if (loop.again) compile(loop.again, end, begin)
    else link(null, [end], [begin])
    link(null, [end], [to])
  }
  compile(model, 0, 1)
  return { transitions, initial: [0], final: [1], shortest: shortestWay(model) }
}

/** Steps of a shortest way through a model; among equally short ones the first. */
export function shortestWay(model: JourneyModel): string[] {
  switch (model.kind) {
    case 'step':
      return [model.name]
    case 'sequence':
    case 'parallel':
      return model.parts.flatMap(shortestWay)
    case 'optional':
      return []
    case 'choice':
      return model.parts
        .map(shortestWay)
        .reduce<string[]>((best, way, index) => (index === 0 || way.length < best.length ? way : best), [])
    case 'loop':
      return shortestWay(model.part)
  }
}
