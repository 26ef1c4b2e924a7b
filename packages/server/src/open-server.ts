import type { AddressInfo } from 'node:net'
import type { DemoProgress } from '@teia/contracts'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { type AppDeps, buildApp } from './app.ts'
import type { Config } from './config.ts'
import { openAuth } from './features/access/index.ts'
import { flushIdentityOutbox, foldWhenQuiet, identifyBlock } from './features/identity/index.ts'
import { Arrivals, forgetOldMessages, LiveFeed, Pipeline, RequestLimiter } from './features/ingest/index.ts'
import { findPeople } from './features/people/index.ts'
import {
  createSource,
  forgetOldCounts,
  keepRefusals,
  parkEvent,
  RememberedSources,
  type SourcesDeps,
  writeCounts,
} from './features/sources/index.ts'
import { entryChannel, placeEvent } from './features/touchpoints/index.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import { idGenerator } from './platform/ids.ts'
import type { Log } from './platform/log.ts'
import { startRepeating } from './platform/repeat.ts'
import type { Stores } from './storage/open-stores.ts'

export type ServerOptions = {
  config: Pick<Config, 'publicUrl' | 'collectLimit'>
  stores: Stores
  log: Log
  now?: Clock
  webFolder?: string | null
  demo?: { signIn: { email: string; password: string } | null; progress: () => DemoProgress }
  limits?: { apiCallsPerMinute: number; signInsPerMinute: number }
}

const noDemo: DemoProgress = {
  state: 'none',
  sent: 0,
  total: 0,
  ratePerSecond: 0,
  etaSeconds: null,
  message: null,
}

/** Wires the parts over open stores and starts the pipeline. Listens to nothing until `listen` is called. */
export async function openServer(options: ServerOptions) {
  const { stores, log, config } = options
  const now = options.now ?? systemClock
  const newId = idGenerator(now)
  const limits = options.limits ?? { apiCallsPerMinute: 1_200, signInsPerMinute: 30 }
  const auth = openAuth({
    pool: stores.pool,
    secret: stores.secret,
    publicUrl: config.publicUrl,
    signInsPerMinute: limits.signInsPerMinute,
  })
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  const stepSeconds = new Histogram({
    name: 'teia_pipeline_step_seconds',
    help: 'Seconds that each step of a block of events took',
    labelNames: ['step'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [metrics],
  })
  const arrivals = new Arrivals()
  const liveFeed = new LiveFeed(
    async (workspaceId, ids) =>
      new Map((await findPeople(stores, workspaceId, ids)).map((person) => [person.id, person.name])),
  )
  const pipeline = new Pipeline({
    eventLog: stores.eventLog,
    clickhouse: stores.clickhouse,
    arrivals,
    log,
    now,
    identify: (events) => identifyBlock(stores, events),
    place: (event) => {
      const place = placeEvent(event)
      return { ...place, entry: entryChannel(event, place.channel) }
    },
    onStep: (step, seconds) => stepSeconds.observe({ step }, seconds),
    onStored: (stored) => void liveFeed.show(stored),
    park: (event, reason, detail) => parkEvent({ postgres: stores.postgres, now }, event, reason, detail),
  })
  const sources: SourcesDeps = {
    postgres: stores.postgres,
    arrivals,
    now,
    newId,
    log,
    lagMs: () => pipeline.lagMs(),
    remembered: new RememberedSources({ postgres: stores.postgres, now }),
  }

  const deps: AppDeps = {
    ...sources,
    auth,
    clickhouse: stores.clickhouse,
    eventLog: stores.eventLog,
    liveFeed,
    publicUrl: config.publicUrl,
    sourceByWriteKey: (writeKey) => sources.remembered.find(writeKey),
    keepRefusals: keepRefusals(sources),
    limiter: new RequestLimiter(config.collectLimit, () => performance.now()),
    apiHost: (request) => `${request.host}/v1`,
    createWriteKey: async (actor, name) => {
      const source = await createSource(sources, actor, { name, kind: 'server' })
      return { id: source.id, name: source.name, key: source.writeKey }
    },
    demoSignIn: () => options.demo?.signIn ?? null,
    demoProgress: options.demo?.progress ?? (() => noDemo),
    health: () => stores.health(),
    metrics,
    webFolder: options.webFolder ?? null,
    apiCallsPerMinute: limits.apiCallsPerMinute,
  }
  const app = await buildApp(deps)
  await flushIdentityOutbox(stores)
  pipeline.start()
  const repeated = [
    startRepeating({ everyMs: 3_000, log, name: 'write counts' }, () => writeCounts(sources)),
    startRepeating({ everyMs: 3_600_000, log, name: 'forget old counts' }, () => forgetOldCounts(sources)),
    startRepeating({ everyMs: 6 * 3_600_000, log, name: 'forget old message ids' }, async () => {
      await forgetOldMessages(stores.eventLog, now())
    }),
    startRepeating({ everyMs: 15_000, log, name: 'fold overrides' }, foldWhenQuiet(stores)),
  ]
  return {
    app,
    pipeline,
    deps,
    async listen(address: { host: string; port: number }): Promise<number> {
      await app.listen(address)
      return (app.server.address() as AddressInfo).port
    },
    /** Ends the block at work, answers what is under way, then lets go of the stores, which stay open. */
    async close(): Promise<void> {
      app.server.closeAllConnections()
      await app.close()
      await pipeline.stop()
      await Promise.all(repeated.map((one) => one.stop()))
      await writeCounts(sources)
    },
  }
}
export type Server = Awaited<ReturnType<typeof openServer>>
