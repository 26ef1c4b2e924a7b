import type { Filter, Leaf, PathLink, PathNode, PathsAnswer } from '@teia/contracts'
import { benjaminiHochberg, differenceP, type Interval, newcombe, wilson } from '../../lib/intervals.ts'

/** A link as a row: its share of the walks at its source, and the same in the period before, or of the others. */
export type LinkFact = {
  id: string
  link: PathLink
  source: PathNode
  target: PathNode
  /** The step of its source, counted as the columns are: an entry comes before step 1. */
  step: number
  walks: number
  of: number
  share: number
  interval: Interval
  before: { walks: number; of: number; share: number } | null
  difference: (Interval & { value: number; p: number; pAdjusted: number }) | null
}

/** The number of the first column: 0 when it shows entries, which come before step 1. */
export function firstStep(nodes: readonly PathNode[]): 0 | 1 {
  return nodes.some((node) => node.kind === 'entry') ? 0 : 1
}

/** Every link with its share, interval and difference; p-values are adjusted over all links that can be compared. */
export function linkFacts(answer: Pick<PathsAnswer, 'nodes' | 'links'>): LinkFact[] {
  const first = firstStep(answer.nodes)
  const nodes = new Map(answer.nodes.map((node) => [node.id, node]))
  const facts = answer.links.flatMap((link): LinkFact[] => {
    const source = nodes.get(link.source)
    const target = nodes.get(link.target)
    if (!source || !target || source.walks === 0) return []
    const now = { k: link.walks, n: source.walks }
    const compared = link.other ?? link.before
    const was = compared && compared.sourceWalks > 0 ? { k: compared.walks, n: compared.sourceWalks } : null
    const share = now.k / now.n
    return [
      {
        id: `${link.source}→${link.target}`,
        link,
        source,
        target,
        step: source.depth + first,
        walks: now.k,
        of: now.n,
        share,
        interval: wilson(now.k, now.n),
        before: was && { walks: was.k, of: was.n, share: was.k / was.n },
        difference: was && {
          ...newcombe(now, was),
          value: share - was.k / was.n,
          p: differenceP(now, was),
          pAdjusted: 1,
        },
      },
    ]
  })
  const tested = facts.flatMap((fact) => (fact.difference ? [fact.difference] : []))
  const adjusted = benjaminiHochberg(tested.map((difference) => difference.p))
  tested.forEach((difference, index) => {
    difference.pAdjusted = adjusted[index] ?? 1
  })
  return facts
}

/** The links to look at first: beyond chance before the rest, then by the size of the change. */
export function mostChanged(facts: readonly LinkFact[], most = 8): LinkFact[] {
  const certain = (fact: LinkFact) => Number((fact.difference?.pAdjusted ?? 1) < 0.05)
  const size = (fact: LinkFact) => Math.abs(fact.difference?.value ?? 0)
  return facts
    .filter(
      ({ difference, source, target }) => difference && source.kind !== 'other' && target.kind !== 'other',
    )
    .sort((a, b) => certain(b) - certain(a) || size(b) - size(a))
    .slice(0, most)
}

export type StepsBy = 'touchpoint' | 'channel' | 'event'

/** What names a step in questions and addresses: its label, and of a touchpoint in one channel its id. */
export const labelOf = (node: Pick<PathNode, 'label' | 'touchpoint'>): string =>
  node.touchpoint?.channel ? node.touchpoint.id : node.label

const step = (node: PathNode, by: StepsBy, operator: 'did' | 'did_not'): Leaf =>
  by === 'event' ? { event: node.label, operator } : { touchpoint: labelOf(node), operator }

/** The people who met these steps; null when a step is no touchpoint or event, as with an entry. */
export function filterByMark(by: StepsBy, source: PathNode, target?: PathNode): Filter | null {
  const met = [source, ...(target ? [target] : [])].filter((node) => node.kind === 'step')
  const [first, second] = met.map((node) => step(node, by, 'did'))
  if (!first) return null
  return second ? { and: [first, second] } : first
}

/** Everyone who never met the step that a mark leads to; null when there is none. */
export function excludeByMark(by: StepsBy, source: PathNode, target?: PathNode): Filter | null {
  const node = target?.kind === 'step' ? target : source
  return node.kind === 'step' ? step(node, by, 'did_not') : null
}
