import { Problem } from '@teia/contracts'
import { z } from 'zod'

/** A call that did not succeed. `code` is the stable code of the problem, or `network` or `unreadable`. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly issues: { path: string; message: string }[]
  constructor(
    status: number,
    code: string,
    message: string,
    issues: { path: string; message: string }[] = [],
  ) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.issues = issues
  }
}

let workspaceId: string | null = null
/** Names the workspace that every later call is about. */
export function setWorkspaceOfCalls(id: string | null): void {
  workspaceId = id
}
export const currentWorkspaceId = () => workspaceId

/** Fires when a call finds that the session has ended. */
export const sessionEnded = new EventTarget()

type Query = Record<string, string | number | boolean | undefined | null>
type Options = { query?: Query; body?: unknown; signal?: AbortSignal }

function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  const full = path.startsWith('/api') ? path : `/api/v1${path}`
  return text ? `${full}?${text}` : full
}

/** What a proxy says while the server behind it is away. */
const away = [502, 503, 504]

async function problemOf(response: Response): Promise<ApiError> {
  const text = await response.text()
  try {
    const problem = Problem.partial().parse(JSON.parse(text))
    const message = problem.detail ?? problem.title ?? response.statusText
    return new ApiError(response.status, problem.code ?? `http_${response.status}`, message, problem.issues)
  } catch {
    if (away.includes(response.status))
      return new ApiError(response.status, 'network', 'The server is not ready.')
    return new ApiError(response.status, `http_${response.status}`, response.statusText)
  }
}

async function request(method: string, path: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (workspaceId) headers['x-workspace-id'] = workspaceId
  if (method !== 'GET') headers['x-requested-with'] = 'teia'
  if (options.body !== undefined) headers['content-type'] = 'application/json'
  const init: RequestInit = { method, headers, credentials: 'same-origin' }
  if (options.body !== undefined) init.body = JSON.stringify(options.body)
  if (options.signal) init.signal = options.signal
  let response: Response
  try {
    response = await fetch(address(path, options.query), init)
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, 'network', 'The server did not answer.')
  }
  if (response.ok) return response
  const error = await problemOf(response)
  if (error.status === 401 && !path.startsWith('/api/auth')) sessionEnded.dispatchEvent(new Event('ended'))
  throw error
}

async function parsed<S extends z.ZodType>(schema: S, response: Response): Promise<z.output<S>> {
  const body: unknown = await response.json().catch(() => undefined)
  const result = schema.safeParse(body)
  if (result.success) return result.data
  throw new ApiError(response.status, 'unreadable', z.prettifyError(result.error))
}

/** Reads and parses an answer. Throws ApiError. */
export async function get<S extends z.ZodType>(schema: S, path: string, options: Options = {}) {
  return parsed(schema, await request('GET', path, options))
}
/** Asks by POST and parses the answer. Throws ApiError. */
export async function ask<S extends z.ZodType>(schema: S, path: string, body: unknown, signal?: AbortSignal) {
  return parsed(schema, await request('POST', path, signal ? { body, signal } : { body }))
}
/** Changes by PATCH and parses the answer. Throws ApiError. */
export async function change<S extends z.ZodType>(schema: S, path: string, body: unknown) {
  return parsed(schema, await request('PATCH', path, { body }))
}
/** A write whose answer nobody reads. Throws ApiError. */
export async function send(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<void> {
  await request(method, path, body === undefined ? {} : { body })
}
