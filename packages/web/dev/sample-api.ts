import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import { answers } from './sample-answers.ts'
import type { Call } from './sample-common.ts'
import { arrivedNow, live } from './sample-data.ts'

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const text = Buffer.concat(parts).toString('utf8')
  return text ? JSON.parse(text) : undefined
}

function stream(response: ServerResponse, event: string, next: (index: number) => unknown): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  let index = 0
  const timer = setInterval(() => {
    index += 1
    response.write(`event: ${event}\ndata: ${JSON.stringify(next(index))}\n\n`)
  }, 1500)
  response.on('close', () => clearInterval(timer))
}

/** Answers the API from fixed sample data, for work on the interface without a server. Never part of a build. */
export function sampleApi(): Plugin {
  return {
    name: 'teia-sample-api',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://sample')
        if (!url.pathname.startsWith('/api/')) return next()
        const path = url.pathname.replace('/api/v1', '')
        if (path === '/live') return stream(response, 'interaction', (index) => live(1000 + index))
        if (path.endsWith('/live')) return stream(response, 'arrived', arrivedNow)
        const call: Call = {
          method: request.method ?? 'GET',
          path,
          query: url.searchParams,
          body: await bodyOf(request),
        }
        const answer = answers(call)
        if (answer === undefined) {
          response.writeHead(404, { 'content-type': 'application/problem+json' })
          const problem = {
            type: 'about:blank',
            title: 'Not found',
            status: 404,
            code: 'not_found',
            detail: `No sample for ${path}.`,
          }
          return response.end(JSON.stringify(problem))
        }
        response.writeHead(answer === null ? 204 : 200, { 'content-type': 'application/json' })
        response.end(answer === null ? undefined : JSON.stringify(answer))
      })
    },
  }
}
