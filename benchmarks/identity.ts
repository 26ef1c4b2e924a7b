import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../packages/server/src/config.ts'
import {
  type Assertion,
  type GraphNode,
  partitionIdentities,
} from '../packages/server/src/features/identity/identity-graph.ts'
import { defaultRules } from '../packages/server/src/features/identity/identity-rules.ts'
import { identifyBlock } from '../packages/server/src/features/identity/index.ts'
import { openLog } from '../packages/server/src/platform/log.ts'
import type { AcceptedEvent } from '../packages/server/src/storage/log/accepted-event.ts'
import { openStores, type Stores } from '../packages/server/src/storage/open-stores.ts'

// Who is who among many people, of whom one in twenty is joined into another, in two random orders: the same people?
// node benchmarks/identity.ts [people of the function] [people of the stores]

const people = Number(process.argv[2] ?? 1_000_000)
const storedPeople = Number(process.argv[3] ?? 20_000)
const blockEvents = 2_000
const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1)
const say = (text: string) => process.stdout.write(`${text}\n`)

/** Repeatable numbers below a limit: a linear congruential generator (Numerical Recipes). */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function shuffled<T>(all: readonly T[], seed: number): T[] {
  const [mixed, next] = [[...all], dice(seed)]
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = next(at + 1)
    const [x, y] = [mixed[at], mixed[other]]
    if (x !== undefined && y !== undefined) [mixed[at], mixed[other]] = [y, x]
  }
  return mixed
}

const digestOf = (lines: readonly string[]) =>
  createHash('sha256').update(lines.toSorted().join('\n')).digest('hex').slice(0, 16)

/** Everybody has a user id and a device; one in twenty also an alias, a shared e-mail, or a device of somebody else. */
function claims(count: number): { nodes: GraphNode[]; assertions: Assertion[] } {
  const next = dice(7)
  const [nodes, assertions]: [GraphNode[], Assertion[]] = [[], []]
  for (let n = 0; n < count; n += 1) {
    const [user, device] = [`u${n}`, `d${n}`]
    nodes.push({ id: user, kind: 'userId', value: user }, { id: device, kind: 'anonymousId', value: device })
    assertions.push({ a: device, b: user, rule: 'identify', firstAssertedAt: next(1e9) })
    if (n % 20 !== 0) continue
    const other = next(count)
    if (n % 60 === 0) assertions.push({ a: `u${other}`, b: user, rule: 'alias', firstAssertedAt: next(1e9) })
    else if (n % 60 === 20)
      assertions.push({ a: device, b: `u${other}`, rule: 'identify', firstAssertedAt: next(1e9) })
    else {
      const email = `e${n}`
      nodes.push({ id: email, kind: 'email', value: `${email}@x.example` })
      for (const a of [user, `d${other}`])
        assertions.push({ a, b: email, rule: 'email', firstAssertedAt: next(1e9) })
    }
  }
  return { nodes, assertions }
}

function partitionTwice(): boolean {
  const { nodes, assertions } = claims(people)
  const digests = [1, 2].map((seed) => {
    const given = { nodes: shuffled(nodes, seed), assertions: shuffled(assertions, seed + 10) }
    const startedAt = performance.now()
    const { personOf } = partitionIdentities(given.nodes, given.assertions, {
      rules: defaultRules,
      apart: [],
    })
    const persons = new Set(personOf.values()).size
    say(
      `  order ${seed}: ${nodes.length} identifiers, ${assertions.length} links, ${persons} persons in ${seconds(startedAt)} s`,
    )
    return digestOf([...personOf].map(([id, person]) => `${id} ${person}`))
  })
  return digests[0] === digests[1]
}

function events(workspaceId: string, count: number): AcceptedEvent[] {
  const next = dice(11)
  const made: AcceptedEvent[] = []
  const add = (more: Partial<AcceptedEvent>) => {
    const eventId = made.length + 1
    made.push({
      eventId,
      workspaceId,
      sourceId: '00000000-0000-7000-8000-000000000001',
      type: 'identify',
      name: '',
      messageId: `m${eventId}`,
      userId: null,
      anonymousId: null,
      previousId: null,
      groupId: null,
      time: 1_750_000_000_000 + next(1e9),
      receivedAt: 1_760_000_000_000,
      properties: {},
      traits: null,
      context: {},
      raw: {},
      ...more,
    })
  }
  for (let n = 0; n < count; n += 1) {
    const traits = { name: `Name ${n}`, email: `p${n}@x.example` }
    add({ userId: `u${n}`, anonymousId: `d${n}`, traits })
    if (n % 60 === 0) add({ type: 'alias', userId: `u${n}`, previousId: `u${next(count)}` })
    else if (n % 20 === 0) add({ anonymousId: `d${next(count)}`, traits: { email: traits.email } })
  }
  return made
}

async function identifyAll(stores: Stores, workspaceId: string, seed: number): Promise<string> {
  const given = shuffled(events(workspaceId, storedPeople), seed)
  const startedAt = performance.now()
  for (let at = 0; at < given.length; at += blockEvents)
    await identifyBlock(stores, given.slice(at, at + blockEvents))
  const took = performance.now() - startedAt
  const { rows } = await stores.pool.query<{ line: string }>(
    `SELECT string_agg(kind || ' ' || value, ', ' ORDER BY kind, value) AS line FROM identifiers
     WHERE workspace_id = $1 GROUP BY person_id`,
    [workspaceId],
  )
  say(
    `  order ${seed}: ${given.length} events, ${rows.length} persons in ${(took / 1000).toFixed(1)} s, ${Math.round(given.length / (took / 1000))} events/s`,
  )
  return digestOf(rows.map((row) => row.line))
}

async function storeTwice(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'teia-bench-identity-'))
  try {
    const config = loadConfig({ TEIA_DATA_DIR: join(folder, 'data') })
    const stores = await openStores(config, openLog({ format: 'json', level: 'fatal' }))
    try {
      const first = await identifyAll(stores, '00000000-0000-7000-8000-00000000000a', 1)
      return first === (await identifyAll(stores, '00000000-0000-7000-8000-00000000000b', 2))
    } finally {
      await stores.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

say(`the function, ${people} people`)
const isSameByFunction = partitionTwice()
say(isSameByFunction ? '  the same people' : '  DIFFERENT people')
if (storedPeople > 0) say(`the stores, ${storedPeople} people`)
const isSameByStores = storedPeople === 0 || (await storeTwice())
if (storedPeople > 0) say(isSameByStores ? '  the same people' : '  DIFFERENT people')
if (!isSameByFunction || !isSameByStores) process.exitCode = 1
