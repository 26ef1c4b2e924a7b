import type { AddressInfo } from 'node:net'
import type { DemoProgress } from '@teia/contracts'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { type AppDeps, buildApp } from './app.ts'
import { type Config, defaultImportBytes } from './config.ts'
import { forgetOldAnswers, forgetOldLinks, openAuth } from './features/access/index.ts'
import {
  applyChangedRules,
  countComputed,
  flushIdentityOutbox,
  foldWhenQuiet,
  readEventsAgain,
  rewriteLargeAccounts,
  searchDuplicates,
} from './features/identity/index.ts'
import { discardOldDrafts, ImportJobs, ImportThreads } from './features/imports/index.ts'
import {
  Arrivals,
  Carrier,
  carriedUpTo,
  openLiveFeed,
  RequestLimiter,
  untilBegunIsCarried,
} from './features/ingest/index.ts'
import { openOutbox } from './features/mail/index.ts'
import { findPeople } from './features/people/index.ts'
import { ErasureJobs, refusedWithoutErased } from './features/privacy/index.ts'
import type { QuestionsDeps } from './features/questions/index.ts'
import { followMap, keepMembers } from './features/segments/index.ts'
import {
  createSource,
  forgetOldCounts,
  keepRefusals,
  RememberedSources,
  type SourcesDeps,
  writeCounts,
} from './features/sources/index.ts'
import { PlacingJob, RememberedCatalogues } from './features/touchpoints/index.ts'
import { RememberedWebhooks, readDeliveriesAgain } from './features/webhooks/index.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import { idGenerator } from './platform/ids.ts'
import type { Log } from './platform/log.ts'
import { openMailer } from './platform/mailer.ts'
import { startRepeating } from './platform/repeat.ts'
import { openPortables } from './portables.ts'
import type { Stores } from './storage/open-stores.ts'

export type ServerOptions = {
  config: Pick<Config, 'publicUrl' | 'collectLimit' | 'mail'> & Partial<Pick<Config, 'importBytes'>>
  stores: Stores
  log: Log
  now?: Clock
  webFolder?: string | null
  tagFile?: string | null
  demo?: { signIn: { email: string; password: string } | null; progress: () => DemoProgress }
  limits?: {
    apiCallsPerMinute: number
    signInsPerMinute: number
    questions?: QuestionsDeps['questionLimits']
  }
  /** The modules of its threads; the ones beside this file unless told otherwise. */
  threads?: ServerThreads
  /**
   * Which work over all workspaces of the stores this server does; all of it unless told otherwise. Servers that share
   * stores, each with a log, files and a clock of its own, leave it to one of them.
   */
  work?: readonly SharedWork[]
}

/**
 * Taking up what a stop has interrupted, counting computed traits, keeping segments, discarding drafts of imports, reading events again,
 * writing parts anew.
 */
export type SharedWork = 'resume' | 'computed traits' | 'segments' | 'drafts' | 'reading' | 'parts'
const allWork: readonly SharedWork[] = ['resume', 'computed traits', 'segments', 'drafts', 'reading', 'parts']

export type ServerThreads = { pipeline: URL; imports: URL }
const ownThreads: ServerThreads = {
  pipeline: new URL('./pipeline.thread.ts', import.meta.url),
  imports: new URL('./import.thread.ts', import.meta.url),
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
  const threads = options.threads ?? ownThreads
  const limits: NonNullable<ServerOptions['limits']> = options.limits ?? {
    apiCallsPerMinute: 1_200,
    signInsPerMinute: 30,
  }
  const auth = openAuth({
    pool: stores.pool,
    secret: stores.secret,
    publicUrl: config.publicUrl,
    signInsPerMinute: limits.signInsPerMinute,
  })
  const outbox = config.mail
    ? openOutbox({ postgres: stores.postgres, mailer: openMailer(config.mail), now, newId, log })
    : null
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
  const liveFeed = openLiveFeed({
    clickhouse: stores.clickhouse,
    now,
    namesOf: async (workspaceId, ids) =>
      new Map((await findPeople(stores, workspaceId, ids)).map((person) => [person.id, person.name])),
  })
  const pipeline = new Carrier({
    thread: threads.pipeline,
    stores,
    arrivals,
    liveFeed,
    log,
    now,
    onStep: (step, seconds) => stepSeconds.observe({ step }, seconds),
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

  const uploadBytes = config.importBytes ?? defaultImportBytes
  const importThreads = new ImportThreads(threads.imports)
  const imports = {
    ...sources,
    eventLog: stores.eventLog,
    files: stores.files,
    importThreads,
    importLimits: { maxBytes: uploadBytes * 10, maxRatio: 200 },
  }
  const catalogues = new RememberedCatalogues(stores)
  const placingJob = new PlacingJob({ ...stores, log })
  const mapFollowers = [followMap]
  const portables = openPortables({
    ...imports,
    clickhouse: stores.clickhouse,
    placingJob,
    catalogues,
    mapFollowers,
  })
  const importJobs = new ImportJobs({ ...imports, portables })
  const erasureJobs = new ErasureJobs({ ...imports, clickhouse: stores.clickhouse, liveFeed })

  const deps: AppDeps = {
    ...imports,
    placingJob,
    portables,
    catalogues,
    mapFollowers,
    importJobs,
    erasureJobs,
    readDeliveries: readDeliveriesAgain(stores),
    uploadBytes,
    auth,
    secret: stores.secret,
    outbox,
    signInsPerMinute: limits.signInsPerMinute,
    clickhouse: stores.clickhouse,
    liveFeed,
    publicUrl: config.publicUrl,
    sourceByWriteKey: (writeKey) => sources.remembered.find(writeKey),
    keepRefusals: keepRefusals({
      ...sources,
      refusedWithoutErased: (workspaceId, refused) => refusedWithoutErased(stores, workspaceId, refused),
    }),
    webhooks: new RememberedWebhooks({ postgres: stores.postgres, now, secret: stores.secret }),
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
    tagFile: options.tagFile ?? null,
    apiCallsPerMinute: limits.apiCallsPerMinute,
    ...(limits.questions && { questionLimits: limits.questions }),
  }
  const app = await buildApp(deps)
  await flushIdentityOutbox(stores)
  pipeline.start()
  const work = new Set(options.work ?? allWork)
  if (work.has('resume')) {
    await importJobs.resume()
    await erasureJobs.resume()
    await placingJob.resume()
  }
  let isStopping = false
  const fold = {
    ...stores,
    untilBegunIsCarried: () => untilBegunIsCarried(stores.eventLog, () => isStopping),
  }
  const repeated = [
    startRepeating({ everyMs: 1_000, log, name: 'apply changed rules of identity' }, () =>
      applyChangedRules(deps, () => isStopping),
    ),
    ...(work.has('reading')
      ? [
          startRepeating({ everyMs: 1_000, log, name: 'read events again' }, () =>
            readEventsAgain(
              {
                ...deps,
                accepted: () => stores.eventLog.lastSeq(),
                carried: () => carriedUpTo(stores.eventLog),
              },
              () => isStopping,
            ),
          ),
        ]
      : []),
    startRepeating({ everyMs: 1_000, log, name: 'write the people of large accounts anew' }, () =>
      rewriteLargeAccounts(stores, () => isStopping),
    ),
    ...(work.has('computed traits')
      ? [
          startRepeating({ everyMs: 2_000, log, name: 'count computed traits' }, () =>
            countComputed(deps, () => isStopping),
          ),
        ]
      : []),
    ...(work.has('segments')
      ? [
          startRepeating({ everyMs: 1_000, log, name: 'keep members of segments' }, () =>
            keepMembers(deps, () => isStopping),
          ),
        ]
      : []),
    startRepeating({ everyMs: 1_000, log, name: 'search for duplicates' }, () =>
      searchDuplicates(deps, () => isStopping),
    ),
    startRepeating({ everyMs: 3_000, log, name: 'write counts' }, () => writeCounts(sources)),
    startRepeating({ everyMs: 3_600_000, log, name: 'forget old counts' }, () => forgetOldCounts(sources)),
    ...(work.has('drafts')
      ? [
          startRepeating({ everyMs: 3_600_000, log, name: 'discard old drafts' }, () =>
            discardOldDrafts(imports),
          ),
        ]
      : []),
    startRepeating(
      { everyMs: 6 * 3_600_000, log, name: 'forget old letters, links and answers' },
      async () => {
        await forgetOldLinks({ postgres: stores.postgres, now })
        await forgetOldAnswers({ postgres: stores.postgres, now })
        await outbox?.forgetOld()
      },
    ),
    ...(outbox ? [startRepeating({ everyMs: 10_000, log, name: 'send letters' }, outbox.sendDue)] : []),
    ...(work.has('parts')
      ? [
          startRepeating({ everyMs: 15_000, log, name: 'fold overrides' }, foldWhenQuiet(fold)),
          startRepeating({ everyMs: 300_000, log, name: 'apply patches' }, () => placingJob.applyPatches()),
        ]
      : []),
  ]
  return {
    app,
    pipeline,
    outbox,
    deps,
    placingJob,
    async listen(address: { host: string; port: number }): Promise<number> {
      await app.listen(address)
      return (app.server.address() as AddressInfo).port
    },
    /** Ends the block at work, answers what is under way, then lets go of the stores, which stay open. */
    async close(): Promise<void> {
      isStopping = true
      app.server.closeAllConnections()
      await app.close()
      await importJobs.stop()
      await erasureJobs.stop()
      await importThreads.close()
      await placingJob.stop()
      await pipeline.stop()
      await Promise.all(repeated.map((one) => one.stop()))
      await outbox?.close()
      await writeCounts(sources)
    },
  }
}
export type Server = Awaited<ReturnType<typeof openServer>>
