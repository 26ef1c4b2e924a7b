import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { AnswerMeta, TrendAnswer } from '@teia/contracts'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'
import type { Statement } from '../../storage/clickhouse/clickhouse.client.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ now: () => new Date('2026-06-05T00:00:00Z') })
})
afterAll(() => server.close())

const march = { from: '2026-03-01', to: '2026-03-10' }
const track = (userId: string, event: string, timestamp: string, properties: object = {}) => ({
  type: 'track',
  userId,
  event,
  timestamp,
  properties,
  messageId: randomUUID(),
})
async function filled(batch: object[], timeZone = 'UTC'): Promise<TestWorkspace> {
  const own = await server.workspace({ timeZone })
  await own.send(batch)
  await server.caughtUp()
  return own
}
const kinds = ['trend', 'paths', 'pulse', 'people', 'path-people'] as const
const bodyOf = (kind: (typeof kinds)[number], question: object) =>
  kind === 'path-people' ? { paths: question, source: { depth: 0, label: 'E' } } : question
const ask = (own: TestWorkspace, kind: (typeof kinds)[number], question: object) =>
  own.key.request('POST', `/api/v1/questions/${kind}`, { body: bodyOf(kind, question) })
async function total(own: TestWorkspace, filter: unknown) {
  const { series } = await own.key.post<TrendAnswer>('/api/v1/questions/trend', { range: march, filter })
  return series[0]?.total
}
const nested = (levels: number, inner = '{"event":"E"}') =>
  `${'{"not":'.repeat(levels)}${inner}${'}'.repeat(levels)}`

describe('the period before', () => {
  test.each<[string, string, { from: string; to: string }, string[], string[]]>([
    [
      'the clock goes forward',
      'Europe/Rome',
      { from: '2026-03-29', to: '2026-03-31' },
      ['2026-03-28T23:00:00Z', '2026-03-31T21:59:59.999Z'],
      ['2026-03-25T23:00:00Z', '2026-03-28T22:59:59.999Z'],
    ],
    [
      'the clock goes back',
      'America/New_York',
      { from: '2025-11-01', to: '2025-11-02' },
      ['2025-11-01T04:00:00Z', '2025-11-03T04:59:59.999Z'],
      ['2025-10-30T04:00:00Z', '2025-11-01T03:59:59.999Z'],
    ],
    [
      'the last day has no midnight',
      'America/Santiago',
      { from: '2025-09-01', to: '2025-09-07' },
      ['2025-09-01T04:00:00Z', '2025-09-08T02:59:59.999Z'],
      ['2025-08-25T04:00:00Z', '2025-09-01T03:59:59.999Z'],
    ],
    [
      'the first day has no midnight',
      'America/Santiago',
      { from: '2025-09-07', to: '2025-09-08' },
      ['2025-09-07T04:00:00Z', '2025-09-09T02:59:59.999Z'],
      ['2025-09-05T04:00:00Z', '2025-09-07T03:59:59.999Z'],
    ],
  ])('has as many local days when %s', async (_, timeZone, range, edges, earlierEdges) => {
    const outside = [...edges, ...earlierEdges].flatMap((edge, n) =>
      new Date(Date.parse(edge) + (n % 2 === 0 ? -1 : 1)).toISOString(),
    )
    const own = await filled(
      [...edges, ...earlierEdges, ...outside].map((time) => track('u', 'E', time)),
      timeZone,
    )
    const answer = await own.key.post<TrendAnswer>('/api/v1/questions/trend', { range, compare: 'previous' })
    const days = answer.series[0]?.points.length
    // Each period also holds the neighbour that lies just outside of the other one.
    expect([answer.series[0]?.total, answer.previous?.[0]?.total]).toEqual([3, 3])
    expect(answer.previous?.[0]?.points.length).toBe(days)
    expect(answer.series[0]?.points[0]?.time).toBe(new Date(edges[0] ?? '').toISOString())
    expect(answer.previous?.[0]?.points[0]?.time).toBe(new Date(earlierEdges[0] ?? '').toISOString())
  })
})

describe('a filter', () => {
  test('may list hundreds of long values', async () => {
    const values = Array.from({ length: 500 }, (_, n) => `${'naïve 👍 '.repeat(100)}${n}`)
    const own = await filled([
      track('a', 'E', '2026-03-02T10:00:00Z', { s: values[499] }),
      track('b', 'E', '2026-03-02T10:00:00Z', { s: 'other' }),
    ])
    const body = { property: 's', operator: 'in', value: values }
    expect(JSON.stringify(body).length).toBeGreaterThan(400_000)
    expect([await total(own, body), await total(own, { ...body, operator: 'not_in' })]).toEqual([1, 1])
    const numbers = Array.from({ length: 500 }, (_, n) => n)
    expect(await total(own, { property: 's', operator: 'in', value: numbers })).toBe(0)
  })

  test('may be empty or nested to its limits, and beyond them is refused with what the limit is', async () => {
    const own = await filled([track('a', 'E', '2026-03-02T10:00:00Z')])
    expect([await total(own, { and: [] }), await total(own, { or: [] })]).toEqual([1, 0])
    expect(await total(own, JSON.parse(nested(12)))).toBe(1)
    const wide = { or: Array.from({ length: 5 }, () => ({ or: Array(100).fill({ event: 'E' }) })) }
    expect(await total(own, wide)).toBe(1)
    const levels = 'A filter is nested at most 12 levels deep.'
    const leaves = 'A filter has at most 500 conditions. Put many values into one with “in”.'
    const outsized: [string, string][] = [
      [nested(13), levels],
      [nested(100_000), levels],
      [JSON.stringify({ and: [wide, { event: 'E' }] }), leaves],
    ]
    for (const kind of kinds)
      for (const [filter, detail] of outsized) {
        const question = `{"range":${JSON.stringify(march)},"filter":${filter}}`
        const body =
          kind === 'path-people' ? `{"paths":${question},"source":{"depth":0,"label":"E"}}` : question
        const answer = await own.key.request('POST', `/api/v1/questions/${kind}`, {
          body,
          headers: { 'content-type': 'application/json' },
        })
        expect([kind, answer.status, answer.body]).toEqual([
          kind,
          400,
          expect.objectContaining({ code: 'invalid_filter', detail }),
        ])
      }
  })

  test('whose operator cannot be asked of its leaf is refused by name', async () => {
    const own = await filled([])
    for (const filter of [
      { property: 's', operator: 'did' },
      { trait: 's', operator: 'did_not' },
      { event: 'E', operator: 'contains', value: 'x' },
      { touchpoint: 'Cart', operator: 'is_set' },
      { channel: 'web', operator: 'in', value: ['web'] },
    ]) {
      const answer = await ask(own, 'trend', { range: march, filter })
      const detail = `The operator “${filter.operator}” cannot be asked of this leaf.`
      expect([answer.status, answer.body]).toEqual([
        400,
        expect.objectContaining({ code: 'invalid_filter', detail }),
      ])
    }
  })

  test('finds properties and traits whatever characters their names have', async () => {
    const names = [
      "o'clock",
      'say "hi"',
      'a.b.c',
      'ünï 👍',
      'x y',
      '`tick`',
      '{p1:String}',
      'a\\b',
      '日本',
      '-',
      '^up',
      'list[]',
    ]
    const at = '2026-03-02T10:00:00Z'
    const own = await filled(
      names.flatMap((name, n) => [
        track(`u${n}`, 'E', at, { [name]: `value ${n}` }),
        { type: 'identify', userId: `u${n}`, traits: { [name]: n }, timestamp: at },
      ]),
    )
    for (const [n, name] of names.entries()) {
      const found = [
        await total(own, { property: name, value: `value ${n}` }),
        await total(own, { trait: name, value: n }),
        await total(own, { property: name, operator: 'is_not_set' }),
      ]
      expect([name, found]).toEqual([name, [1, 1, names.length - 1]])
      const { series } = await own.key.post<TrendAnswer>('/api/v1/questions/trend', {
        range: march,
        breakdown: [`property:${name}`, `trait:${name}`],
      })
      expect([name, series.map((one) => [one.key, one.total])]).toEqual([
        name,
        [
          [['', ''], names.length - 1],
          [[`value ${n}`, String(n)], 1],
        ],
      ])
    }
  })
})

test('a property that nobody has sent answers every question with nothing', async () => {
  const own = await filled([track('a', 'E', '2026-03-02T10:00:00Z')])
  for (const leaf of [{ property: 'nobody.sends' }, { trait: 'nobody has' }, { property: 'context.no.such' }])
    for (const kind of kinds) {
      const answer = await ask(own, kind, { range: march, filter: { ...leaf, operator: 'is_set' } })
      const { meta: _, ...body } = answer.body as Record<string, unknown>
      expect([kind, answer.status]).toEqual([kind, 200])
      const counted = JSON.stringify(body).match(/"(total|walks|people|value|interactions)":[1-9]/g)
      expect([kind, leaf, counted]).toEqual([kind, leaf, null])
    }
  const split = await own.key.post<TrendAnswer>('/api/v1/questions/trend', {
    range: march,
    breakdown: ['nobody.sends'],
  })
  expect(split.series.map((one) => [one.key, one.total])).toEqual([[[''], 1]])
})

test('a range that ends before it begins is refused, whatever is asked', async () => {
  const own = await filled([])
  for (const range of [
    { from: '2026-03-10', to: '2026-03-01' },
    { from: '2026-03-10T00:00:00Z', to: '2026-03-10T00:00:00Z' },
    { from: '2026-03-10T00:00:00Z', to: '2026-03-09T23:00:00-02:00', timeZone: 'Asia/Tokyo' },
  ].filter((one) => Date.parse(one.to) <= Date.parse(one.from)))
    for (const kind of kinds) {
      const answer = await ask(own, kind, { range })
      expect([kind, answer.status, answer.body]).toEqual([
        kind,
        400,
        expect.objectContaining({ code: 'invalid_range', detail: 'The range ends before it begins.' }),
      ])
    }
})

describe('the SQL of an answer', () => {
  type Ran = { name: string; sql: string; params: Record<string, unknown> }
  /** Everything measured while the question is asked. */
  async function watched(work: () => Promise<unknown>): Promise<Ran[]> {
    const { clickhouse } = server.stores
    const { selectMeasured } = clickhouse
    const ran: Ran[] = []
    clickhouse.selectMeasured = (statement: Statement<unknown>) => {
      ran.push({ name: statement.name, sql: statement.sql, params: statement.params ?? {} })
      return selectMeasured(statement) as never
    }
    await work().finally(() => {
      clickhouse.selectMeasured = selectMeasured
    })
    return ran
  }
  const plain = (sql: string) => sql.replace(/\s+/g, ' ').trim()

  /** Runs a shown script: its SETs are parameters, which the engine reads as it reads them from SET. */
  async function run(script: string): Promise<unknown> {
    const { socketPath, secret } = inject('engines').clickhouse
    const params = new URLSearchParams({
      default_format: 'JSON',
      output_format_json_quote_64bit_integers: '1',
    })
    const statement = script.replace(
      /^SET (param_\w+) = '((?:[^'\\]|\\[\s\S])*)';\n/gm,
      (_, name, value: string) => {
        params.set(name, value.replace(/\\([\s\S])/g, '$1'))
        return ''
      },
    )
    const call = request({ socketPath, method: 'POST', path: `/?${params}`, auth: `teia:${secret}` })
    call.end(statement.replace(/;\s*$/, ''))
    const reply = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      call.once('response', resolve).once('error', reject)
    })
    const body = await text(reply)
    expect([body.slice(0, 300), reply.statusCode]).toEqual([body.slice(0, 300), 200])
    return (JSON.parse(body) as { data: unknown }).data
  }

  test('is what was run, and run again by hand gives the same', async () => {
    const odd = `it's\\n "odd"\t\n👍 {p1:String} \\`
    const own = await filled([
      track('a', 'E', '2026-03-02T10:00:00Z', { s: odd, n: 1 }),
      track('a', 'F', '2026-03-02T10:01:00Z', { s: odd, n: 2.5 }),
      track('b', 'E', '2026-03-03T10:00:00Z', { s: 'plain' }),
    ])
    const question = {
      range: { ...march, timeZone: 'America/Sao_Paulo' },
      filter: {
        or: [
          { property: 's', value: odd },
          { property: 's', operator: 'in', value: [odd, "'", 'x'] },
          { property: 'n', operator: 'in', value: [2.5] },
          { event: 'E', operator: 'did' },
        ],
      },
    }
    const more = {
      trend: { compare: 'previous', breakdown: ['s'] },
      paths: { from: 'E', by: 'event' },
    } as Record<string, object>
    for (const kind of kinds) {
      let meta: AnswerMeta | undefined
      const ran = await watched(async () => {
        const answer = await ask(own, kind, { ...question, ...more[kind] })
        expect([kind, answer.status]).toEqual([kind, 200])
        meta = (answer.body as { meta: AnswerMeta }).meta
      })
      const scripts = (meta?.sql ?? '').split(/;\n\n/)
      const statements = scripts.map((script) =>
        plain(script.replace(/^SET param_\w+ = '(?:[^'\\]|\\[\s\S])*';\n/gm, '').replace(/;\s*$/, '')),
      )
      expect([kind, statements.toSorted()]).toEqual([kind, ran.map((one) => plain(one.sql)).toSorted()])
      for (const script of scripts) {
        const statement = plain(
          script.replace(/^SET param_\w+ = '(?:[^'\\]|\\[\s\S])*';\n/gm, '').replace(/;\s*$/, ''),
        )
        const one = ran.find((own) => plain(own.sql) === statement)
        const rows = await server.stores.clickhouse.select({
          name: 'test.again',
          ...one,
          sql: one?.sql ?? '',
          row: z.unknown(),
        })
        expect([kind, JSON.stringify(await run(script))]).toEqual([kind, JSON.stringify(rows)])
      }
    }
  })
})
