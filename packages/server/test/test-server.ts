import { randomUUID } from 'node:crypto'
import type { Role, Scope } from '@teia/contracts'
import { pino } from 'pino'
import { createKey, createWorkspace, ensureMember } from '../src/features/access/index.ts'
import { foldOverrides } from '../src/features/identity/index.ts'
import { createSource } from '../src/features/sources/index.ts'
import { openServer, type ServerOptions } from '../src/open-server.ts'
import { type Clock, systemClock } from '../src/platform/clock.ts'
import type { Stores } from '../src/storage/open-stores.ts'
import { openTestStores } from './test-stores.ts'

export type Answer = { status: number; headers: Record<string, unknown>; body: unknown; text: string }
export type Ask = { headers?: Record<string, string>; body?: unknown }
export type Caller = {
  headers: Record<string, string>
  request(method: string, url: string, ask?: Ask): Promise<Answer>
  get<T = Record<string, unknown>>(url: string, status?: number): Promise<T>
  post<T = Record<string, unknown>>(url: string, body: unknown, status?: number): Promise<T>
}
type Options = {
  now?: Clock
  stores?: Stores
  limits?: NonNullable<ServerOptions['limits']>
  collectLimit?: number
  publicUrl?: string
}
const password = 'correct horse battery'

/** A server on the engines that all tests share, with limits that no test meets by accident. */
export async function openTestServer(options: Options = {}) {
  const own = options.stores ? null : openTestStores()
  const stores = options.stores ?? (own as Stores)
  const now = options.now ?? systemClock
  const server = await openServer({
    config: {
      publicUrl: options.publicUrl ?? 'http://localhost',
      collectLimit: options.collectLimit ?? 1_000_000,
    },
    stores,
    log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
    now,
    limits: options.limits ?? { apiCallsPerMinute: 1_000_000, signInsPerMinute: 100_000 },
  })
  const { app, deps } = server

  async function request(method: string, url: string, ask: Ask = {}): Promise<Answer> {
    const reply = await app.inject({
      method: method as 'GET',
      url,
      headers: {
        ...(ask.body !== undefined &&
          typeof ask.body !== 'string' &&
          !Buffer.isBuffer(ask.body) && { 'content-type': 'application/json' }),
        ...ask.headers,
      },
      ...(ask.body !== undefined && { payload: ask.body as string }),
    })
    return { status: reply.statusCode, headers: reply.headers, body: parse(reply.body), text: reply.body }
  }

  function caller(headers: Record<string, string>): Caller {
    const send = async (method: string, url: string, body: unknown, status: number) => {
      const answer = await request(method, url, { headers, ...(body !== undefined && { body }) })
      if (answer.status !== status)
        throw new Error(`${method} ${url} answered ${answer.status}: ${answer.text.slice(0, 600)}`)
      return answer.body
    }
    return {
      headers,
      request: (method, url, ask = {}) =>
        request(method, url, { ...ask, headers: { ...headers, ...ask.headers } }),
      get: async <T>(url: string, status = 200) => (await send('GET', url, undefined, status)) as T,
      post: async <T>(url: string, body: unknown, status = 200) =>
        (await send('POST', url, body, status)) as T,
    }
  }

  /** Signs in through the front door and returns the cookie. */
  async function signIn(email: string, secret = password): Promise<string> {
    const answer = await request('POST', '/api/auth/sign-in/email', { body: { email, password: secret } })
    if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`)
    return [answer.headers['set-cookie']]
      .flat()
      .map((cookie) => String(cookie).split(';')[0])
      .join('; ')
  }

  /** A workspace of one's own: with a source, a key that may do everything, and staff on demand. */
  async function workspace(made: { timeZone?: string } = {}) {
    const id = await createWorkspace(deps, {
      name: 'Test',
      timeZone: made.timeZone ?? 'UTC',
      language: 'en',
      currency: 'EUR',
      isDemo: false,
    })
    const actor = { workspaceId: id, identity: null }
    const source = await createSource(deps, actor, { name: 'Site', kind: 'web' })
    const secret = await createKey(deps, actor, { name: 'All', kind: 'secret' })
    const basic = `Basic ${Buffer.from(`${source.writeKey}:`).toString('base64')}`
    const staff = new Map<Role, Promise<Caller & { email: string }>>()

    async function member(role: Role) {
      const email = `${role}-${randomUUID()}@test.example`
      await ensureMember(deps, { workspaceId: id, name: `The ${role}`, email, password, role })
      const cookie = await signIn(email)
      return { ...caller({ cookie, 'x-workspace-id': id, 'x-requested-with': 'teia' }), email }
    }
    return {
      id,
      source,
      writeKey: source.writeKey,
      basic,
      key: caller({ authorization: `Bearer ${secret.key}` }),
      /** The same member of staff at every call. */
      as(role: Role) {
        const known = staff.get(role) ?? member(role)
        staff.set(role, known)
        return known
      },
      newMember: member,
      async keyWith(scopes: Scope[], more: { expiresAt?: string } = {}) {
        const made = await createKey(deps, actor, { name: 'Some', kind: 'secret', scopes, ...more })
        return caller({ authorization: `Bearer ${made.key}` })
      },
      /** Sends one batch as a client does; answers the reply. */
      send: (batch: readonly object[], more: object = {}) =>
        request('POST', '/v1/batch', { headers: { authorization: basic }, body: { batch, ...more } }),
      collect: (path: string, body: unknown, headers: Record<string, string> = {}) =>
        request('POST', path, { headers: { authorization: basic, ...headers }, body }),
      /** What is stored, oldest first. */
      async stored() {
        await server.pipeline.caughtUp()
        const { z } = await import('zod')
        return stores.clickhouse.select({
          name: 'test.stored',
          sql: `SELECT name, toString(type) AS type, toUnixTimestamp64Milli(time) AS at, message_id, raw, toJSONString(properties) AS properties
                FROM events WHERE workspace_id = {id:UUID} ORDER BY time, event_id`,
          params: { id },
          row: z.object({
            name: z.string(),
            type: z.string(),
            at: z.coerce.number(),
            message_id: z.string(),
            raw: z.string(),
            properties: z.string(),
          }),
        })
      },
      /** Folds joins of people in until none of this workspace waits. */
      async folded(): Promise<void> {
        const { z } = await import('zod')
        const waiting = () =>
          stores.clickhouse.select({
            name: 'test.waiting',
            sql: 'SELECT count() AS n FROM identity_overrides WHERE workspace_id = {id:UUID}',
            params: { id },
            row: z.object({ n: z.coerce.number() }),
          })
        while (((await waiting())[0]?.n ?? 0) > 0) await foldOverrides(stores)
      },
    }
  }

  const close = async () => {
    await server.close()
    await own?.close()
  }
  return {
    ...server,
    stores,
    request,
    caller,
    signIn,
    workspace,
    caughtUp: () => server.pipeline.caughtUp(),
    /** Listens on a free port of loopback and returns the address. */
    async url(): Promise<string> {
      return `http://127.0.0.1:${await server.listen({ host: '127.0.0.1', port: 0 })}`
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
export type TestServer = Awaited<ReturnType<typeof openTestServer>>
export type TestWorkspace = Awaited<ReturnType<TestServer['workspace']>>

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
