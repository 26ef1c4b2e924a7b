import {
  Channel,
  channels,
  otherStep,
  type ProcessAnswer,
  type ProcessEdge,
  type ProcessNode,
  type ProcessQuestion,
} from '@teia/contracts'
import { rankBottlenecks } from '@teia/methods'
import { type Asking, joinMeta, openScene, runPlan, sceneOf } from './ask.ts'
import { type ProcessRow, planProcess } from './process-plan.ts'
import { previousRange } from './time-range.ts'
import type { TouchpointNames } from './touchpoint-names.ts'

/** How many of the bottlenecks and switches are told. */
const mostRanked = 50

/** Counts how people go from step to step, how long it takes, and what they do again. */
export async function askProcess(asking: Asking, question: ProcessQuestion): Promise<ProcessAnswer> {
  const scene = await openScene(asking)
  const now = await runPlan(asking, planProcess(asking, question, scene))
  const answer = shapeProcess(question, now.rows, asking.touchpoints)
  if (question.compare === 'none') return { ...answer, meta: now.meta }
  const earlier = { ...asking, range: previousRange(asking.range) }
  const kept = answer.nodes.filter((node) => node.kind === 'step').map((node) => node.id)
  const plan = planProcess(earlier, question, sceneOf(earlier, scene.hasOverrides), kept)
  const before = await runPlan(earlier, plan)
  const was = shapeProcess(question, before.rows, asking.touchpoints)
  return { ...withBefore(answer, was), meta: joinMeta(now.meta, before.meta) }
}

type Shape = Omit<ProcessAnswer, 'meta'>

/** Makes steps and edges of the counted rows. */
function shapeProcess(question: ProcessQuestion, rows: readonly ProcessRow[], names: TouchpointNames): Shape {
  const nodes = new Map<string, ProcessNode>()
  const edges: ProcessEdge[] = []
  for (const row of rows) {
    const target = row.target_name
    const node = nodes.get(target) ?? emptyNode(question, target, names)
    nodes.set(target, node)
    node.people = row.node_people
    node.cases += row.node_cases
    node.interactions += row.times
    node.ends += row.ends
    node.reworkCases += row.node_rework
    node.extra += row.node_extra
    if (row.is_start === 1) {
      node.starts += row.times
      continue
    }
    const source = row.source_name
    if (source === target) node.selfLoops += row.times
    edges.push(edgeOf(row, source, target))
  }
  const all = [...nodes.values()]
  const [first] = rows
  const sorted = all.toSorted((x, y) => y.interactions - x.interactions)
  return {
    nodes: [...sorted.filter((one) => one.kind === 'step'), ...sorted.filter((one) => one.kind === 'other')],
    edges,
    totals: {
      people: first?.people_all ?? 0,
      cases: sum(all, (node) => node.starts),
      interactions: sum(all, (node) => node.interactions),
      reworkCases: first?.rework_all ?? 0,
      extra: first?.extra_all ?? 0,
      variants: first?.variants_all ?? 0,
    },
    folded: Math.max(0, (first?.names_all ?? 0) - question.limit),
    bottlenecks: bottlenecksOf(edges),
    switches: switchesOf(rows),
    previous: null,
  }
}

const sum = <One>(all: readonly One[], of: (one: One) => number) =>
  all.reduce((sofar, one) => sofar + of(one), 0)

function emptyNode({ by }: ProcessQuestion, id: string, names: TouchpointNames): ProcessNode {
  const isTouchpoint = by === 'touchpoint' && id !== otherStep && names.isTouchpoint(id)
  return {
    id,
    kind: id === otherStep ? 'other' : 'step',
    ...(isTouchpoint && { touchpoint: names.describe(id, null) }),
    ...{ people: 0, cases: 0, interactions: 0, starts: 0, ends: 0, selfLoops: 0, reworkCases: 0, extra: 0 },
    before: null,
  }
}

function edgeOf(row: ProcessRow, source: string, target: string): ProcessEdge {
  const [median, p90] = row.gaps
  const switches = sum(row.switched[1], (times) => times)
  return {
    source,
    target,
    people: row.people,
    cases: row.cases,
    times: row.times,
    meanSeconds: row.waited / row.times / 1000,
    medianSeconds: (median ?? 0) / 1000,
    p90Seconds: (p90 ?? 0) / 1000,
    switches,
    isSwitch: switches * 2 > row.times,
    before: null,
  }
}

function bottlenecksOf(edges: readonly ProcessEdge[]): Shape['bottlenecks'] {
  const pairs = edges.map(({ source, target, ...edge }) => ({ ...edge, from: source, to: target }))
  return rankBottlenecks(pairs)
    .slice(0, mostRanked)
    .map(({ from, to, totalSeconds, share }) => ({ source: from, target: to, totalSeconds, share }))
}

function switchesOf(rows: readonly ProcessRow[]): Shape['switches'] {
  const pairs = new Map<number, { times: number; waited: number }>()
  for (const { switched } of rows)
    for (const [at, pair] of switched[0].entries()) {
      const known = pairs.get(pair) ?? { times: 0, waited: 0 }
      const [times, waited] = [switched[1][at] ?? 0, switched[2][at] ?? 0]
      pairs.set(pair, { times: known.times + times, waited: known.waited + waited })
    }
  const channelAt = (place: number) => Channel.nullable().parse(channels[place - 1] ?? null)
  return [...pairs]
    .map(([pair, { times, waited }]) => ({
      source: channelAt(Math.floor(pair / 16)),
      target: channelAt(pair % 16),
      times,
      meanSeconds: waited / times / 1000,
    }))
    .toSorted((x, y) => y.times - x.times)
    .slice(0, mostRanked)
}

/** Puts beside each step and edge what it was in the period before. */
function withBefore(answer: Shape, was: Shape): Shape {
  const nodes = new Map(was.nodes.map((node) => [node.id, node]))
  const keyOf = ({ source, target }: { source: string; target: string }) => JSON.stringify([source, target])
  const edges = new Map(was.edges.map((edge) => [keyOf(edge), edge]))
  const { variants: _, ...previous } = was.totals
  return {
    ...answer,
    nodes: answer.nodes.map((node) => {
      const { cases = 0, interactions = 0 } = nodes.get(node.id) ?? {}
      return { ...node, before: { cases, interactions } }
    }),
    edges: answer.edges.map((edge) => {
      const { cases = 0, times = 0, medianSeconds = 0 } = edges.get(keyOf(edge)) ?? {}
      return { ...edge, before: { cases, times, medianSeconds } }
    }),
    previous,
  }
}
