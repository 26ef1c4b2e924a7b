import type { PathLink, PathNode } from '@teia/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOut } from './flow-layout.ts'
import { linkFacts, mostChanged } from './path-facts.ts'

const node = (depth: number, label: string, walks: number, kind: PathNode['kind'] = 'step'): PathNode => ({
  id: `${depth}:${label}`,
  depth,
  label,
  kind,
  walks,
  people: walks,
})
const link = (
  source: string,
  target: string,
  walks: number,
  before: PathLink['before'] = null,
): PathLink => ({ source, target, walks, people: walks, before })

const nodes = [node(0, 'Cart', 100), node(0, 'Home', 60), node(1, 'Pay', 110), node(1, 'left', 50, 'left')]
const links = [
  link('0:Cart', '1:Pay', 80),
  link('0:Cart', '1:left', 20),
  link('0:Home', '1:Pay', 30),
  link('0:Home', '1:left', 30),
]

test('heights compare: one scale for every node and link', () => {
  const layout = layOut(nodes, links, { width: 900, height: 560 })
  const scale = (layout.nodes[0]?.height ?? 0) / 100
  for (const placed of layout.nodes) expect(placed.height).toBeCloseTo(placed.walks * scale, 6)
  for (const placed of layout.links) expect(placed.thickness).toBeCloseTo(placed.walks * scale, 6)
})

test('who left stands at the bottom and below everyone who went on', () => {
  const layout = layOut(nodes, links, { width: 900, height: 560 })
  const left = layout.nodes.find((placed) => placed.kind === 'left')
  const pay = layout.nodes.find((placed) => placed.label === 'Pay')
  expect((left?.y ?? 0) + (left?.height ?? 0)).toBeCloseTo(layout.height - 6, 6)
  expect(left?.y ?? 0).toBeGreaterThan((pay?.y ?? 0) + (pay?.height ?? 0))
})

test('nodes of a column never touch and leave room for their labels', () => {
  const columns = fc.array(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 14 }), {
    minLength: 1,
    maxLength: 11,
  })
  fc.assert(
    fc.property(columns, (counts) => {
      const many = counts.flatMap((column, depth) =>
        column.map((walks, index) => node(depth, `s${index}`, walks, index === 9 ? 'left' : 'step')),
      )
      const layout = layOut(many, [], { width: 800, height: 500 })
      for (const { depth } of layout.columns) {
        const column = layout.nodes.filter((placed) => placed.depth === depth).sort((a, b) => a.y - b.y)
        column.slice(1).forEach((below, index) => {
          const above = column[index]
          expect(below.y - ((above?.y ?? 0) + (above?.height ?? 0))).toBeGreaterThanOrEqual(13)
        })
      }
    }),
    { numRuns: 60 },
  )
})

test('ten steps make the drawing wider instead of crushing the labels', () => {
  const deep = Array.from({ length: 11 }, (_, depth) => node(depth, 'Home', 10))
  expect(layOut(deep, [], { width: 900, height: 560 }).width).toBeGreaterThan(1400)
})

test('a link that changed beyond chance comes before larger changes that are noise', () => {
  const facts = linkFacts({
    nodes: [node(0, 'Pay', 690), node(0, 'Cart', 10), node(1, 'left', 180, 'left'), node(1, 'Home', 520)],
    links: [
      link('0:Pay', '1:left', 176, { walks: 97, people: 97, sourceWalks: 690 }),
      link('0:Pay', '1:Home', 514, { walks: 593, people: 593, sourceWalks: 690 }),
      link('0:Cart', '1:left', 4, { walks: 2, people: 2, sourceWalks: 10 }),
    ],
  })
  const [first, second, third] = mostChanged(facts)
  expect([first?.source.label, second?.source.label]).toEqual(['Pay', 'Pay'])
  expect(third?.difference?.pAdjusted).toBeGreaterThan(0.05)
  const left = [first, second].find((fact) => fact?.target.kind === 'left')
  expect(left?.share).toBeCloseTo(0.255, 3)
  expect(left?.interval.low).toBeCloseTo(0.224, 3)
})

test('a link whose source had no walks before has no difference', () => {
  const [fact] = linkFacts({
    nodes,
    links: [link('0:Cart', '1:Pay', 80, { walks: 0, people: 0, sourceWalks: 0 })],
  })
  expect(fact?.difference).toBeNull()
})
