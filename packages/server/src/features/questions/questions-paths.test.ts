import type { PathPeopleAnswer } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AskedServer, march, openAskedServer, track } from '../../../test/asked-server.ts'
import type { TestWorkspace } from '../../../test/test-server.ts'

let server: AskedServer
beforeAll(async () => {
  server = await openAskedServer()
})
afterAll(() => server.close())

type Paths = {
  people: number
  walks: number
  nodes: { id: string; depth: number; label: string; kind: string; people: number; walks: number }[]
  links: { source: string; target: string; people: number; walks: number }[]
}

const at = (minute: number) => new Date(Date.parse('2026-03-05T10:00:00Z') + minute * 60_000).toISOString()
const paths = (own: TestWorkspace, question: object = {}) =>
  own.key.post<Paths>('/api/v1/questions/paths', { range: march, by: 'event', minShare: 0, ...question })
const walk = (user: string, steps: string, from = 0) =>
  [...steps].map((event, n) => track(user, event, at(from + n)))

test('a pause of thirty minutes opens a session, and a late event joins two', async () => {
  const own = await server.filled([0, 29, 59, 88, 118].map((minute) => track('u', 'E', at(minute))))
  expect((await paths(own)).walks).toBe(3)
  await own.send([track('u', 'E', at(44))])
  await server.caughtUp()
  expect((await paths(own)).walks).toBe(2)
  expect((await paths(own, { scope: 'person' })).walks).toBe(1)
})

test('paths follow what people do: repeats, depth, ends and those who leave', async () => {
  const own = await server.filled([
    ...walk('a', 'ABBC'),
    ...walk('b', 'ABD'),
    ...walk('c', 'AC'),
    ...walk('d', 'XABC'),
  ])
  const shown = (answer: Paths) =>
    Object.fromEntries(answer.links.map((one) => [`${one.source} > ${one.target}`, one.walks]))
  expect(shown(await paths(own, { depth: 3 }))).toEqual({
    '0:A > 1:B': 2,
    '0:A > 1:C': 1,
    '0:X > 1:A': 1,
    '1:B > 2:C': 1,
    '1:B > 2:D': 1,
    '1:C > 2:…left': 1,
    '1:A > 2:B': 1,
  })
  expect(shown(await paths(own, { from: 'B', depth: 2 }))).toEqual({ '0:B > 1:C': 2, '0:B > 1:D': 1 })
  expect(shown(await paths(own, { from: 'B', depth: 2, collapseRepeats: false }))).toEqual({
    '0:B > 1:B': 1,
    '0:B > 1:D': 1,
    '0:B > 1:C': 1,
  })
  expect(shown(await paths(own, { to: 'C', depth: 3 }))).toEqual({
    '0:A > 1:B': 2,
    '1:B > 2:C': 2,
    '1:A > 2:C': 1,
  })
  expect(shown(await paths(own, { from: 'A', to: 'C', depth: 3 }))).toEqual({
    '0:A > 1:B': 2,
    '1:B > 2:C': 2,
    '0:A > 1:C': 1,
  })
  const folded = await paths(own, { depth: 3, minShare: 0.4 })
  expect(folded.walks).toBe(4)
  expect(folded.nodes.filter((one) => one.depth === 0).reduce((sum, one) => sum + one.walks, 0)).toBe(4)
})

test('somebody who leaves twice at one depth is one person who left', async () => {
  const own = await server.filled([...walk('a', 'AB'), ...walk('a', 'AC', 100), ...walk('b', 'AB', 5)])
  const { nodes } = await paths(own)
  const left = nodes.find((one) => one.id === '2:…left')
  expect([left?.walks, left?.people]).toEqual([3, 2])
  const opened = await own.key.post<{ people: { at: string }[] }>('/api/v1/questions/path-people', {
    paths: { range: march, by: 'event' },
    source: { depth: 2, label: '…left' },
  })
  expect(opened.people.map((one) => one.at)).toEqual([at(101), at(6)])
})

test('the people of a path come page by page, each once, also where several came at the same moment', async () => {
  const own = await server.filled(
    Array.from({ length: 7 }, (_, n) => walk(`p${n}`, 'AB', n < 4 ? 10 : n * 10)).flat(),
  )
  const ask = { paths: { range: march, by: 'event' }, source: { depth: 0, label: 'A' } }
  const page = (more: object) =>
    own.key.post<PathPeopleAnswer>('/api/v1/questions/path-people', { ...ask, ...more })
  const whole = await page({ limit: 200 })
  expect([whole.total, whole.people.length, whole.nextCursor]).toEqual([7, 7, null])
  const read: string[] = []
  for (let cursor: string | null = null; ; ) {
    const { people, total, nextCursor }: PathPeopleAnswer = await page({
      limit: 2,
      ...(cursor && { cursor }),
    })
    expect(total).toBe(7)
    read.push(...people.map((one) => one.id))
    if (nextCursor === null) break
    cursor = nextCursor
  }
  expect(read).toEqual(whole.people.map((one) => one.id))
  expect(new Set(read).size).toBe(7)
  const broken = await own.key.request('POST', '/api/v1/questions/path-people', {
    body: { ...ask, cursor: 'x' },
  })
  expect(broken.status).toBe(400)
})

test('a small share never breaks the flow between two steps, and the asked ends stay in sight', async () => {
  const own = await server.filled(
    ['AXZ', 'AYZ', 'AWZ', 'AZ', 'AXYZ', 'ABBBZ'].flatMap((steps, n) => walk(`p${n}`, steps, n * 100)),
  )
  const answer = await paths(own, { from: 'A', to: 'Z', depth: 6, minShare: 0.5 })
  expect([answer.walks, answer.people]).toEqual([6, 6])
  expect(answer.nodes.map((one) => [one.id, one.walks])).toEqual([
    ['0:A', 6],
    ['1:…other', 5],
    ['1:Z', 1],
    ['2:Z', 4],
    ['2:…other', 1],
    ['3:Z', 1],
  ])
  const ends = answer.nodes.filter((one) => one.label === 'Z').reduce((sum, one) => sum + one.walks, 0)
  expect(ends).toBe(6)
})

test('the way in is no step that a walk can be cut at', async () => {
  const own = await server.filled([
    {
      ...track('a', 'Email Opened', at(0)),
      context: { campaign: { source: 'newsletter', medium: 'email' } },
    },
    track('a', 'Product Viewed', at(1)),
    {
      ...track('b', 'Product Viewed', at(0)),
      context: { campaign: { source: 'newsletter', medium: 'email' } },
    },
  ])
  const shown = async (question: object) =>
    (await paths(own, { by: 'touchpoint', entry: true, ...question })).nodes.map(
      (one) => `${one.kind} ${one.id}`,
    )
  expect(await shown({})).toEqual([
    'entry 0:E-mail',
    'step 1:E-mail',
    'step 1:Product page',
    'step 2:Product page',
    'left 2:…left',
    'left 3:…left',
  ])
  expect(await shown({ from: 'E-mail' })).toEqual(['step 0:E-mail', 'step 1:Product page', 'left 2:…left'])
})

test('in paths flow is kept, and every node and link opens as many people as it shows', async () => {
  const own = await server.filled(
    ['ABCA', 'ABD', 'BCD', 'A', 'DCBA', 'ABAB'].flatMap((steps, n) => [...walk(`p${n % 4}`, steps, n * 100)]),
  )
  for (const question of [
    {},
    { scope: 'person' },
    { from: 'B' },
    { to: 'A', depth: 4 },
    { to: 'A', minShare: 0.3 },
    { minShare: 0.3 },
  ]) {
    const ask = { depth: 4, ...question }
    const answer = await paths(own, ask)
    const flow = (id: string, end: 'source' | 'target') =>
      answer.links.filter((one) => one[end] === id).reduce((sum, one) => sum + one.walks, 0)
    let begun = 0
    for (const node of answer.nodes) {
      begun += node.walks - flow(node.id, 'target')
      const goesOn = node.kind === 'left' || node.depth === 3 ? 0 : node.walks
      expect([ask, node.id, flow(node.id, 'source')]).toEqual([ask, node.id, goesOn])
      const opened = await own.key.post<{ total: number }>('/api/v1/questions/path-people', {
        paths: { range: march, by: 'event', minShare: 0, ...ask },
        source: { depth: node.depth, label: node.label },
      })
      expect([ask, node.id, opened.total]).toEqual([ask, node.id, node.people])
    }
    expect([ask, begun]).toEqual([ask, answer.walks])
    for (const link of answer.links) {
      const place = (id: string) => ({
        depth: Number(id.split(':')[0]),
        label: id.slice(id.indexOf(':') + 1),
      })
      const opened = await own.key.post<{ total: number }>('/api/v1/questions/path-people', {
        paths: { range: march, by: 'event', minShare: 0, ...ask },
        source: place(link.source),
        target: place(link.target),
      })
      expect([ask, link.source, link.target, opened.total]).toEqual([
        ask,
        link.source,
        link.target,
        link.people,
      ])
    }
  }
}, 120_000)
