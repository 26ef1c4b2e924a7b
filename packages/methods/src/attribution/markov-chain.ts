import type { CodedPaths, PathWeights } from './channel-paths.ts'

/**
 * The chain of a set of paths: a state is the last `order` channels (fewer at the beginning of a path). State 0 is where every
 * path begins, without a channel yet; states are numbered so that links lead upwards wherever paths do not turn back.
 */
export type MarkovChain = {
  states: number
  /** Links by ascending target: those into state s lie from `linkFrom[s]` to `linkFrom[s + 1]`. */
  linkFrom: Int32Array
  linkSource: Int32Array
  /** Links of each path, end to end like its channels, and the state it ends in. */
  pathLinks: Int32Array
  pathFrom: Int32Array
  pathEnd: Int32Array
  /** States that hold a channel, by channel. */
  holding: readonly Int32Array[]
}

type Link = { source: number; target: number }
type Drafted = { holds: number[][]; links: Link[]; pathLinks: Int32Array; pathEnd: Int32Array }

/** Builds the chain once; weights are put on it later. */
export function buildChain(coded: CodedPaths, order: number): MarkovChain {
  const drafted = draft(coded, order)
  const states = drafted.holds.length
  const numberOf = fromBeginning(states, drafted.links)
  const renumber = (state: number) => numberOf[state] ?? 0
  const links = drafted.links
    .map(({ source, target }, link) => ({ source: renumber(source), target: renumber(target), link }))
    .sort((a, b) => a.target - b.target || a.source - b.source)
  const linkNumber = new Int32Array(links.length)
  const linkFrom = new Int32Array(states + 1)
  for (const [number, { target, link }] of links.entries()) {
    linkNumber[link] = number
    linkFrom[target + 1] = number + 1
  }
  for (let state = 0; state < states; state += 1)
    linkFrom[state + 1] = Math.max(linkFrom[state + 1] ?? 0, linkFrom[state] ?? 0)
  const holding: number[][] = coded.names.map(() => [])
  for (const [state, channels] of drafted.holds.entries())
    for (const channel of new Set(channels)) holding[channel]?.push(renumber(state))
  return {
    states,
    linkFrom,
    linkSource: Int32Array.from(links, ({ source }) => source),
    pathLinks: drafted.pathLinks.map((link) => linkNumber[link] ?? 0),
    pathFrom: coded.from,
    pathEnd: drafted.pathEnd.map(renumber),
    holding: holding.map((found) => Int32Array.from(found)),
  }
}

/** Walks every path once; state 0 is the beginning. */
function draft({ codes, from, names }: CodedPaths, order: number): Drafted {
  const holds: number[][] = [[]]
  const stateOf = new Map<string, number>()
  const linkOf = new Map<number, number>()
  const links: Link[] = []
  const pathLinks = new Int32Array(codes.length)
  const paths = from.length - 1
  const pathEnd = new Int32Array(paths)
  const follow = (source: number, channel: number): number => {
    const known = linkOf.get(source * names.length + channel)
    if (known !== undefined) return known
    const channels = [...(holds[source] ?? []), channel].slice(-order)
    const target = stateOf.get(channels.join()) ?? holds.push(channels) - 1
    stateOf.set(channels.join(), target)
    linkOf.set(source * names.length + channel, links.length)
    return links.push({ source, target }) - 1
  }
  for (let path = 0; path < paths; path += 1) {
    let state = 0
    for (let place = from[path] ?? 0; place < (from[path + 1] ?? 0); place += 1) {
      const link = follow(state, codes[place] ?? 0)
      pathLinks[place] = link
      state = links[link]?.target ?? 0
    }
    pathEnd[path] = state
  }
  return { holds, links, pathLinks, pathEnd }
}

/** Numbers of the states by reverse postorder of a depth-first walk: one pass upwards then carries much of a solution. */
function fromBeginning(states: number, links: readonly Link[]): Int32Array {
  const targets: number[][] = Array.from({ length: states }, () => [])
  for (const { source, target } of links) targets[source]?.push(target)
  const numberOf = new Int32Array(states)
  const visited = new Uint8Array(states)
  const open = [{ state: 0, next: 0 }]
  visited[0] = 1
  let number = states
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const target = targets[top.state]?.[top.next]
    top.next += 1
    if (target === undefined) {
      number -= 1
      numberOf[top.state] = number
      open.pop()
    } else if (!visited[target]) {
      visited[target] = 1
      open.push({ state: target, next: 0 })
    }
  }
  return numberOf
}

/** The chain with probabilities: of each link, and what a stay at a state brings directly (conversions, value). */
export type WeightedChain = { link: Float64Array; converts: Float64Array; worth: Float64Array }

/** Puts the weights of paths on the chain. A state that nobody comes to brings nothing. */
export function weighChain(chain: MarkovChain, weights: PathWeights): WeightedChain {
  const { states, linkSource, pathLinks, pathFrom, pathEnd } = chain
  const link = new Float64Array(linkSource.length)
  const converts = new Float64Array(states)
  const worth = new Float64Array(states)
  const leaving = new Float64Array(states)
  for (let path = 0; path < pathEnd.length; path += 1) {
    const conversions = weights.conversions[path] as number
    const people = conversions + (weights.nulls[path] as number)
    if (people === 0) continue
    const end = pathFrom[path + 1] as number
    for (let place = pathFrom[path] as number; place < end; place += 1) {
      const at = pathLinks[place] as number
      link[at] = (link[at] as number) + people
    }
    const last = pathEnd[path] as number
    converts[last] = (converts[last] as number) + conversions
    worth[last] = (worth[last] as number) + (weights.value[path] as number)
    leaving[last] = (leaving[last] as number) + people
  }
  for (let at = 0; at < link.length; at += 1) {
    const source = linkSource[at] as number
    leaving[source] = (leaving[source] as number) + (link[at] as number)
  }
  const scale = leaving.map((people) => (people === 0 ? 0 : 1 / people))
  return {
    link: link.map((people, at) => people * (scale[linkSource[at] as number] as number)),
    converts: converts.map((sum, state) => sum * (scale[state] as number)),
    worth: worth.map((sum, state) => sum * (scale[state] as number)),
  }
}
