import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import swagger from '@fastify/swagger'
import reference from '@scalar/fastify-api-reference'
import { Filter } from '@teia/contracts'
import fastify, { type FastifyInstance } from 'fastify'
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
} from './features/access/index.ts'
import { type IngestRoutesDeps, ingestRoutes } from './features/ingest/index.ts'
import { type PeopleDeps, peopleRoutes } from './features/people/index.ts'
import { type QuestionsDeps, questionsRoutes } from './features/questions/index.ts'
import { type SourcesDeps, sourcesRoutes } from './features/sources/index.ts'
import { type SystemDeps, systemRoutes } from './features/system/index.ts'
import { type TouchpointsDeps, touchpointsRoutes } from './features/touchpoints/index.ts'
import { answerProblems } from './platform/http.ts'
import type { Log } from './platform/log.ts'
import { problemsPage } from './platform/problems-page.ts'

export type AppDeps = AccessDeps &
  AccessRoutesDeps &
  SourcesDeps &
  IngestRoutesDeps &
  PeopleDeps &
  QuestionsDeps &
  TouchpointsDeps &
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
    disableRequestLogging: true,
    routerOptions: { maxParamLength: 300 },
  }) as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerProblems(app)

  // The collection API is hot and open to every origin: it carries none of the hooks of the rest.
  await app.register(ingestRoutes(deps))
  await app.register(async (inner) => {
    await protect(inner, deps)
    await document(inner)
    guardRoutes(inner, deps)
    answerRepeats(inner, deps)
    await inner.register(authRoutes(deps))
    await inner.register(accessRoutes(deps))
    await inner.register(sourcesRoutes(deps))
    await inner.register(touchpointsRoutes(deps))
    await inner.register(peopleRoutes(deps))
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
  // Every other address without a dot is a page of the single-page app.
  app.get('/*', { schema: { hide: true } as object }, (request, reply) => {
    if (/^\/(api|v1)(\/|$)/.test(request.url) || /\.[a-z0-9]{2,5}(\?|$)/i.test(request.url))
      return reply.callNotFound()
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
