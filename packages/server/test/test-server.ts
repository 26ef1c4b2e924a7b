import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Language, Role, Scope } from '@teia/contracts'
import { pino } from 'pino'
import { inject } from 'vitest'
import { createKey, createWorkspace, ensureMember } from '../src/features/access/index.ts'
import { foldOverrides } from '../src/features/identity/index.ts'
import { createSource } from '../src/features/sources/index.ts'
import { openServer, type ServerOptions, type SharedWork } from '../src/open-server.ts'
import { type Clock, systemClock } from '../src/platform/clock.ts'
import { AppError } from '../src/platform/errors.ts'
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
  /** What the files of one import may weigh; a tenth of what they may grow to. */
  importBytes?: number
  publicUrl?: string
  /** The port of an SMTP server on loopback; without one no letter goes out. */
  smtpPort?: number
  /** Work over all workspaces; none unless told, as other test files work on the same stores at the same time. */
  work?: readonly SharedWork[]
  /** The built browser tag. */
  tagFile?: string
}
const password = 'correct horse battery'
/** Servers that this process has opened. */
let opened = 0

/** A server on the engines that all tests share, with limits that no test meets by accident. */
export async function openTestServer(options: Options = {}) {
  const own = options.stores ? null : openTestStores()
  const stores = options.stores ?? (own as Stores)
  const now = options.now ?? systemClock
  const threads = inject('threads')
  const server = await openServer({
    config: {
      publicUrl: options.publicUrl ?? 'http://localhost',
      ...(options.importBytes !== undefined && { importBytes: options.importBytes }),
      collectLimit: options.collectLimit ?? 1_000_000,
      ...(options.smtpPort !== undefined && {
        mail: { smtpUrl: `smtp://127.0.0.1:${options.smtpPort}`, from: 'Teia <teia@test.example>' },
      }),
    },
    stores,
    log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
    now,
    threads: { pipeline: new URL(threads.pipeline), imports: new URL(threads.imports) },
    work: options.work ?? [],
    ...(options.tagFile !== undefined && { tagFile: options.tagFile }),
    limits: options.limits ?? { apiCallsPerMinute: 1_000_000, signInsPerMinute: 100_000 },
  })
  const { app, deps } = server
  opened += 1
  // Sign-ins are counted by address for the whole process: those on another server are not to count here.
  const remoteAddress = `127.1.${opened >> 8}.${opened & 255}`

  async function request(method: string, url: string, ask: Ask = {}): Promise<Answer> {
    const reply = await app.inject({
      method: method as 'GET',
      url,
      remoteAddress,
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
  async function workspace(made: { name?: string; timeZone?: string; language?: Language } = {}) {
    const id = await createWorkspace(deps, {
      name: made.name ?? 'Test',
      timeZone: made.timeZone ?? 'UTC',
      language: made.language ?? 'en',
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
      /**
       * Folds joins of people in, once. The engine may take a mutation of other tests along, one that is made to fail as
       * well; the server then tries again later, as this does.
       */
      async fold(): Promise<number> {
        const own = { ...stores, untilBegunIsCarried: () => server.pipeline.caughtUp(), workspaceId: id }
        for (let tries = 1; ; tries += 1) {
          const folded = await foldOverrides(own).catch((error) => {
            if (tries === 50 || !(error instanceof AppError) || error.code !== 'query_failed') throw error
          })
          if (folded !== undefined) return folded
          await setTimeout(200)
        }
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
        while (((await waiting())[0]?.n ?? 0) > 0) await this.fold()
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
