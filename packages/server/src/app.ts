import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import swagger from '@fastify/swagger'
import reference from '@scalar/fastify-api-reference'
import { Filter, RulePart } from '@teia/contracts'
import fastify, { type FastifyInstance, LogController } from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  type AccessDeps,
  type AccessRoutesDeps,
  accessRoutes,
  answerRepeats,
  authRoutes,
  guardRoutes,
  type IdempotencyDeps,
} from './features/access/index.ts'
import { type ExportsDeps, exportsRoutes } from './features/exports/index.ts'
import {
  type ComputedTraitsDeps,
  computedTraitsRoutes,
  type IdentityRoutesDeps,
  identityRoutes,
} from './features/identity/index.ts'
import { type ImportsDeps, importsRoutes, listFileRoutes } from './features/imports/index.ts'
import {
  type IngestRoutesDeps,
  ingestRoutes,
  type TagRoutesDeps,
  tagRoutes,
} from './features/ingest/index.ts'
import { type MapsDeps, mapsRoutes } from './features/maps/index.ts'
import { type NotesDeps, notesRoutes } from './features/notes/index.ts'
import { type PeopleDeps, peopleRoutes } from './features/people/index.ts'
import { type PrivacyDeps, privacyRoutes } from './features/privacy/index.ts'
import { type QuestionsDeps, questionsRoutes } from './features/questions/index.ts'
import { segmentsRoutes } from './features/segments/index.ts'
import { type ReplayDeps, sourcesRoutes } from './features/sources/index.ts'
import { spendRoutes } from './features/spend/index.ts'
import { type SystemDeps, systemRoutes } from './features/system/index.ts'
import { type TouchpointsDeps, touchpointsRoutes } from './features/touchpoints/index.ts'
import { type ViewsDeps, viewsRoutes } from './features/views/index.ts'
import {
  type ReceiveRoutesDeps,
  receiveRoutes,
  type WebhooksDeps,
  webhooksRoutes,
} from './features/webhooks/index.ts'
import { answerProblems } from './platform/http.ts'
import type { Log } from './platform/log.ts'
import { problemsPage } from './platform/problems-page.ts'

export type AppDeps = AccessDeps &
  IdempotencyDeps &
  AccessRoutesDeps &
  ReplayDeps &
  IngestRoutesDeps &
  ReceiveRoutesDeps &
  TagRoutesDeps &
  WebhooksDeps &
  PeopleDeps &
  MapsDeps &
  NotesDeps &
  ExportsDeps &
  PrivacyDeps &
  IdentityRoutesDeps &
  ComputedTraitsDeps &
  QuestionsDeps &
  TouchpointsDeps &
  ImportsDeps &
  ViewsDeps &
  SystemDeps & {
    log: Log
    /** The folder of the built web app; null serves the API alone. */
    webFolder: string | null
    /** Calls of the management API that one address may make in a minute. */
    apiCallsPerMinute: number
  }

/** Builds the server from its parts. Opens nothing and listens to nothing. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: deps.log.child({}, { level: 'warn' }),
    bodyLimit: 1024 * 1024,
    genReqId: () => randomUUID(),
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 300 },
  }) as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerProblems(app)

  // The collection API is hot and open to every origin: it carries none of the hooks of the rest.
  await app.register(ingestRoutes(deps))
  await app.register(receiveRoutes(deps))
  await app.register(tagRoutes(deps))
  await app.register(async (inner) => {
    await protect(inner, deps)
    await document(inner)
    guardRoutes(inner, deps)
    answerRepeats(inner, deps)
    await inner.register(authRoutes(deps))
    await inner.register(accessRoutes(deps))
    await inner.register(sourcesRoutes(deps))
    await inner.register(webhooksRoutes(deps))
    await inner.register(touchpointsRoutes(deps))
    await inner.register(importsRoutes(deps))
    await inner.register(listFileRoutes(deps))
    await inner.register(viewsRoutes(deps))
    await inner.register(peopleRoutes(deps))
    await inner.register(notesRoutes(deps))
    await inner.register(exportsRoutes(deps))
    await inner.register(privacyRoutes(deps))
    await inner.register(identityRoutes(deps))
    await inner.register(computedTraitsRoutes(deps))
    await inner.register(segmentsRoutes(deps))
    await inner.register(mapsRoutes(deps))
    await inner.register(spendRoutes(deps))
    await inner.register(questionsRoutes(deps))
    await inner.register(systemRoutes(deps))
    await serveWeb(inner, deps.webFolder)
  })
  return app
}

async function protect(app: FastifyInstance, deps: AppDeps): Promise<void> {
  await app.register(rateLimit, {
    max: deps.apiCallsPerMinute,
    timeWindow: '1 minute',
    // A client that has left in the meantime has no address any more.
    keyGenerator: (request) => request.ip ?? 'gone',
    allowList: (request) => !request.url.startsWith('/api/'),
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: deps.publicUrl.startsWith('https://'),
    crossOriginEmbedderPolicy: false,
  })
  app.addHook('onSend', async (request, reply, payload) => {
    // The reference page starts itself with a script in the page; it shows nothing of any workspace.
    if (request.url.startsWith('/docs'))
      reply.header(
        'content-security-policy',
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'",
      )
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    return payload
  })
}

// A filter holds filters, so the reference has to name it.
z.globalRegistry.add(Filter, { id: 'Filter' })
z.globalRegistry.add(RulePart, { id: 'SegmentRule' })

async function document(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Teia',
        version: '0.1.0',
        description: 'The customer experience network. Collection follows the Segment spec at /v1.',
      },
      components: {
        securitySchemes: {
          secretKey: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'teia.session_token' },
        },
      },
      security: [{ secretKey: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  app.get('/openapi.json', { schema: { hide: true } as object }, () => app.swagger())
  app.get('/docs/errors', { schema: { hide: true } as object }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(problemsPage),
  )
  await app.register(reference, {
    routePrefix: '/docs',
    configuration: { url: '/openapi.json', withDefaultFonts: false, telemetry: false } as object,
  })
}

async function serveWeb(app: FastifyInstance, folder: string | null): Promise<void> {
  if (folder === null || !existsSync(join(folder, 'index.html'))) return
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    preCompressed: true,
    setHeaders: (reply, path) =>
      void reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  })
  // Every other address that names no file is a page of the single-page app, whatever it asks for.
  app.get('/*', { schema: { hide: true } as object }, (request, reply) => {
    const [path = ''] = request.url.split('?')
    if (/^\/(api|v1)(\/|$)/.test(path) || /\.[a-z0-9]{2,5}$/i.test(path)) return reply.callNotFound()
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
