import type { ProcessAnswer, ProcessEdge, ProcessNode } from '@teia/contracts'
import { expect, test } from 'vitest'
import { END, START, visibleGraph } from './visible-graph.ts'

const node = (id: string, interactions: number, starts: number, ends: number): ProcessNode => ({
  ...{ id, kind: 'step', people: 1, cases: 1, interactions, starts, ends },
  ...{ selfLoops: 0, reworkCases: 0, extra: 0, before: null },
})
const edge = (source: string, target: string, times: number): ProcessEdge => ({
  ...{ source, target, times, people: 1, cases: 1, meanSeconds: 1, medianSeconds: 1, p90Seconds: 1 },
  ...{ switches: 0, isSwitch: false, before: null },
})
const answer: Pick<ProcessAnswer, 'nodes' | 'edges'> = {
  nodes: [node('A', 60, 50, 0), node('B', 35, 0, 20), node('C', 5, 0, 30)],
  edges: [edge('A', 'B', 30), edge('A', 'A', 10), edge('A', 'C', 4), edge('B', 'C', 1)],
}
const named = ({ edges }: ReturnType<typeof visibleGraph>) =>
  edges.map(({ source, target }) => `${source} ${target}`)

test('all is drawn at a share of one, and nothing is hidden', () => {
  const whole = visibleGraph(answer, { steps: 1, links: 1 })
  expect(whole.hidden).toEqual({ nodes: 0, edges: 0 })
  expect(named(whole)).toHaveLength(7)
})

test('at nothing each step that is left keeps its most frequent way in and out', () => {
  const least = visibleGraph(answer, { steps: 0.9, links: 0 })
  expect(least.nodes.map(({ id }) => id)).toEqual(['A', 'B'])
  expect(least.hidden).toEqual({ nodes: 1, edges: 1 })
  expect(named(least)).toEqual([`${START} A`, 'A B', `B ${END}`])
})
