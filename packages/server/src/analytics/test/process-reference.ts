import { otherStep } from '@teia/contracts'
import { processGraph, rankBottlenecks, reworkOf, waitingTimes } from '@teia/methods'
import type { Fact } from './fill-workspace.ts'
import { type Asked, fitting, sessionsOf } from './reference.ts'

export type AskedProcess = {
  by: 'touchpoint' | 'event' | 'channel'
  scope: 'person' | 'session'
  limit: number
}
/** A case as plain loops find it: its steps with those that are not told apart as one, and as they are. */
type Case = { person: number; facts: Fact[]; steps: string[]; names: string[] }

const nameOf = (fact: Fact, by: AskedProcess['by']) =>
  by === 'event' ? fact.name : by === 'channel' ? fact.channel : fact.touchpoint || fact.name

function namesByUse(names: readonly string[]): string[] {
  const counts = Map.groupBy(names, (name) => name)
  return [...counts]
    .toSorted(([x, a], [y, b]) => b.length - a.length || (x < y ? -1 : 1))
    .map(([name]) => name)
}

function casesOf(asked: Asked, { by, scope, limit }: AskedProcess): Case[] {
  const facts = fitting(asked).toSorted((x, y) => x.time - y.time || x.order - y.order)
  const kept = new Set(namesByUse(facts.map((fact) => nameOf(fact, by))).slice(0, limit))
  const units = Map.groupBy(facts, (fact) => `${fact.person} ${scope === 'session' ? fact.device : ''}`)
  return [...units.values()]
    .flatMap((unit) => (scope === 'session' ? sessionsOf(unit) : [unit]))
    .map((own) => {
      const names = own.map((fact) => nameOf(fact, by))
      const steps = names.map((name) => (kept.has(name) ? name : otherStep))
      return { person: own[0]?.person ?? -1, facts: own, steps, names }
    })
}

const people = (cases: readonly Case[]) => new Set(cases.map((one) => one.person)).size
const follows = ({ steps }: Case, from: string, to: string) =>
  steps.some((step, at) => at > 0 && step === to && steps[at - 1] === from)

/** What a question has to answer, by the package of methods over every case. */
export function processOf(asked: Asked, question: AskedProcess) {
  const cases = casesOf(asked, question)
  const folded = cases.map(({ steps }) => ({ steps, count: 1 }))
  const whole = cases.map(({ names }) => ({ steps: names, count: 1 }))
  const graph = processGraph(folded)
  const rework = new Map(reworkOf(folded).steps.map((one) => [one.step, one]))
  const waits = waitingTimes(
    cases.map(({ facts, steps }) =>
      facts.map(({ time }, at) => ({ step: steps[at] ?? '', time: time / 1000 })),
    ),
  )
  const all = reworkOf(whole)
  return {
    nodes: graph.steps.map(({ step, journeys, times, begins, ends }) => ({
      id: step,
      ...{ cases: journeys, interactions: times, starts: begins, ends },
      people: people(cases.filter((one) => one.steps.includes(step))),
      selfLoops: graph.selfLoops.find(({ from }) => from === step)?.times ?? 0,
      reworkCases: rework.get(step)?.journeys ?? 0,
      extra: rework.get(step)?.extra ?? 0,
    })),
    edges: waits.map(({ from, to, times, ...seconds }) => ({
      ...{ source: from, target: to, times, ...seconds },
      cases: graph.pairs.find((pair) => pair.from === from && pair.to === to)?.journeys,
      people: people(cases.filter((one) => follows(one, from, to))),
    })),
    totals: {
      people: people(cases),
      cases: cases.length,
      interactions: graph.events,
      reworkCases: all.journeys,
      extra: all.extra,
      variants: new Set(whole.map(({ steps }) => steps.join('\n'))).size,
    },
    waiting: rankBottlenecks(waits).reduce((sum, { totalSeconds }) => sum + totalSeconds, 0),
    switches: cases
      .flatMap(({ facts }) => facts.slice(1).map((fact, at) => [facts[at]?.channel, fact.channel]))
      .filter(([from, to]) => from !== to).length,
    variants: [...Map.groupBy(cases, ({ names }) => names.join('\n')).values()].map((same) => ({
      steps: same[0]?.names ?? [],
      cases: same.length,
      people: people(same),
    })),
  }
}
