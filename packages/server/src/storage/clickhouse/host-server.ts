import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { HostAnswer, HostEngine } from './host-engine.ts'
import { BadRequest, readStatement } from './host-request.ts'

/** Parameters come in the address, and a filter may list as many values as a body of one megabyte holds. */
const longestAddress = 16 * 1024 * 1024

/** Speaks the part of ClickHouse's HTTP interface that its official client uses, in front of the engine. */
export function createHostServer(engine: HostEngine, secret: string): Server {
  const server = createServer({ maxHeaderSize: longestAddress }, (request, response) => {
    answer(engine, secret, request, response).catch((error) => sendError(response, error))
  })
  server.requestTimeout = 0
  // Never closed for being idle: a question could be sent on a connection at the very moment that this side ends it.
  server.keepAliveTimeout = 0
  return server
}

async function answer(
  engine: HostEngine,
  secret: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://host')
  if (url.pathname === '/ping') return void response.writeHead(200).end('Ok.\n')
  if (!isAuthentic(request, secret))
    return sendException(response, 403, 516, 'Code: 516. Authentication failed')

  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const statement = await readStatement(request, url)
  const result = await engine.run(statement, gone.signal)
  if (statement.queryId !== undefined) response.setHeader('X-ClickHouse-Query-Id', statement.queryId)
  response.setHeader('X-ClickHouse-Format', statement.format)
  response.setHeader('X-ClickHouse-Summary', summary(result))
  sendBytes(request, response, url, result.bytes)
}

function isAuthentic(request: IncomingMessage, secret: string): boolean {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const password = Buffer.from(basic, 'base64').toString('utf8').split(':').slice(1).join(':')
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(password), digest(secret))
}

function summary(result: HostAnswer): string {
  return JSON.stringify({
    read_rows: String(result.readRows),
    read_bytes: String(result.readBytes),
    written_rows: '0',
    written_bytes: '0',
    total_rows_to_read: '0',
    result_rows: '0',
    result_bytes: String(result.bytes.length),
    elapsed_ns: String(result.elapsedNs),
  })
}

function sendBytes(request: IncomingMessage, response: ServerResponse, url: URL, bytes: Uint8Array): void {
  const accepts = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  if (accepts && url.searchParams.get('enable_http_compression') === '1') {
    response.setHeader('Content-Encoding', 'gzip')
    response.end(gzipSync(bytes))
  } else {
    response.end(bytes)
  }
}

function sendError(response: ServerResponse, error: unknown): void {
  const text = error instanceof Error ? error.message : String(error)
  const code = Number(/^Code: (\d+)/.exec(text)?.[1] ?? 1002)
  if (error instanceof BadRequest) sendException(response, 400, 36, `Code: 36. DB::Exception: ${text}`)
  else sendException(response, 500, code, text)
}

function sendException(response: ServerResponse, status: number, code: number, text: string): void {
  if (response.headersSent || response.destroyed) return void response.destroy()
  response.writeHead(status, { 'X-ClickHouse-Exception-Code': String(code), 'Content-Type': 'text/plain' })
  response.end(text)
}
