import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'

export type TagRoutesDeps = {
  /** The built browser tag; null when it was not built. */
  tagFile: string | null
}

/** The browser tag at an address that any page may load it from. */
export function tagRoutes(deps: TagRoutesDeps) {
  return async (app: FastifyInstance): Promise<void> => {
    if (deps.tagFile === null) return
    const script = readFileSync(deps.tagFile)
    app.get('/teia.js', { schema: { hide: true } as object }, (_request, reply) =>
      reply
        .type('text/javascript; charset=utf-8')
        .header('cache-control', 'public, max-age=3600')
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin')
        .header('x-content-type-options', 'nosniff')
        .send(script),
    )
  }
}
