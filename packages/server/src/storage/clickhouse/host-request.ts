import type { IncomingMessage } from 'node:http'
import { createGunzip } from 'node:zlib'

/** One statement as it came over HTTP. */
export type HostStatement = {
  /** The statement; for an insert with the data after it. */
  sql: string
  isInsert: boolean
  queryId: string | undefined
  database: string | undefined
  format: string
  settings: Record<string, string>
  /** Values in ClickHouse's escaped text form, as `param_<name>` carries them. */
  params: Record<string, string>
}

/** A request the host does not understand: answered with status 400. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest'
}

/** URL parameters that speak to ClickHouse's HTTP server, not to its engine. */
const HTTP_ONLY = new Set([
  'query',
  'database',
  'default_format',
  'query_id',
  'session_id',
  'session_timeout',
  'session_check',
  'user',
  'password',
  'role',
  'compress',
  'decompress',
  'buffer_size',
  'wait_end_of_query',
  'enable_http_compression',
  'http_zlib_compression_level',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
])

/** Reads the statement: in the body, or in `query=` with the data of an insert in the body. */
export async function readStatement(request: IncomingMessage, url: URL): Promise<HostStatement> {
  const body = await readBody(request)
  const query = url.searchParams.get('query')
  const sql = query === null ? body : body === '' ? query : `${query}\n${body}`
  if (sql.trim() === '') throw new BadRequest('Empty statement')

  const settings: Record<string, string> = {}
  const params: Record<string, string> = {}
  for (const [name, value] of url.searchParams) {
    if (HTTP_ONLY.has(name)) continue
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      throw new BadRequest(`Bad parameter name ${JSON.stringify(name)}`)
    if (name.startsWith('param_')) params[name] = value
    else settings[name] = value
  }
  return {
    sql,
    isInsert: /^\s*insert\s/i.test(sql),
    queryId: url.searchParams.get('query_id') ?? undefined,
    database: url.searchParams.get('database') ?? undefined,
    format: url.searchParams.get('default_format') ?? 'TabSeparated',
    settings,
    params,
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'gzip') throw new BadRequest(`Unknown encoding ${encoding}`)
  const source = encoding === 'gzip' ? request.pipe(createGunzip()) : request
  const chunks: Buffer[] = []
  for await (const chunk of source) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
