import type { CodedPaths, PathWeights } from './channel-paths.ts'

/** Sets of channels that occur on paths, as codes; `setOf` says which one a path has. */
export type ChannelSets = { members: readonly Int32Array[]; setOf: Int32Array }
/** Conversions, value and people by set. */
export type SetSums = Record<'conversions' | 'value' | 'people', Float64Array>

/** The sets of channels of paths, in the order in which they first come. */
export function channelSets({ codes, from }: CodedPaths): ChannelSets {
  const members: Int32Array[] = []
  const setByKey = new Map<string, number>()
  const setOf = Int32Array.from({ length: from.length - 1 }, (_, path) => {
    const distinct = Int32Array.from(new Set(codes.subarray(from[path], from[path + 1]))).sort()
    const key = distinct.join()
    const known = setByKey.get(key) ?? members.push(distinct) - 1
    setByKey.set(key, known)
    return known
  })
  return { members, setOf }
}

/** Sums the weights of paths up by their set. */
export function sumBySet({ members, setOf }: ChannelSets, weights: PathWeights): SetSums {
  const [conversions, value, people] = [0, 1, 2].map(() => new Float64Array(members.length))
  const sums = {
    conversions: conversions as Float64Array,
    value: value as Float64Array,
    people: people as Float64Array,
  }
  for (let path = 0; path < setOf.length; path += 1) {
    const set = setOf[path] as number
    const converted = weights.conversions[path] as number
    sums.conversions[set] = (sums.conversions[set] as number) + converted
    sums.value[set] = (sums.value[set] as number) + (weights.value[path] as number)
    sums.people[set] = (sums.people[set] as number) + converted + (weights.nulls[path] as number)
  }
  return sums
}
