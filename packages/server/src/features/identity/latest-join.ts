import { Forest } from './forest.ts'
import type { Assertion } from './identity-graph.ts'

type Member = { identity_id: string; person_id: string; is_seen: boolean }

/**
 * The part of a person that the latest join brought in: of the last link, by time, that joined two parts from which
 * events have come, the side that does not hold the identifier that the person is named by. Empty when nothing joined.
 */
export function latestJoin(members: readonly Member[], links: readonly Assertion[]): ReadonlySet<string> {
  const forest = new Forest()
  const speaks = new Set(members.filter((one) => one.is_seen).map((one) => one.identity_id))
  const membersOf = (root: string) =>
    members.map((one) => one.identity_id).filter((id) => forest.find(id) === root)
  const name = members[0]?.person_id ?? ''
  let part: ReadonlySet<string> = new Set()
  for (const { a, b } of links.toSorted((x, y) => x.firstAssertedAt - y.firstAssertedAt)) {
    const [x, y] = [forest.find(a), forest.find(b)]
    if (x === y) continue
    if (speaks.has(x) && speaks.has(y)) {
      const sides = [membersOf(x), membersOf(y)]
      part = new Set(sides.find((side) => !side.includes(name)) ?? sides[1])
    }
    const isHeard = speaks.has(x) || speaks.has(y)
    const { root } = forest.join(x, y)
    if (isHeard) speaks.add(root)
  }
  return part
}
