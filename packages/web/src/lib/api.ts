import { type Fault, Problem, questionIdHeader } from '@teia/contracts'
import { z } from 'zod'

/** A call that did not succeed. `code` is the stable code of the problem, or `network` or `unreadable`. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly issues: NonNullable<Problem['issues']>
  /** What the message says, as a code with values. */
  readonly fault: Fault | undefined
  /** With `changed_meanwhile`: what is there now, and what was sent. */
  readonly versions: Problem['versions']
  /** What to ask instead of what was too much. */
  readonly advice: NonNullable<Problem['advice']>
  constructor(
    status: number,
    code: string,
    message: string,
    more: Pick<Problem, 'issues' | 'versions' | 'fault' | 'advice'> = {},
  ) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.issues = more.issues ?? []
    this.versions = more.versions
    this.advice = more.advice ?? []
    this.fault = more.fault
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
type Options = {
  query?: Query
  body?: unknown
  form?: FormData
  /** Text with its type, instead of a body that is sent as JSON. */
  text?: { content: string; type: string }
  /** A file as it is, instead of a body that is sent as JSON. */
  file?: Blob
  /** The version that was seen; the server refuses to write over a newer one. */
  seen?: string
  signal?: AbortSignal
  /** What the question is called while it is at work. */
  askedId?: string
}

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
    const code = problem.code ?? `http_${response.status}`
    return new ApiError(response.status, code, message, problem)
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
  if (options.seen !== undefined) headers['if-match'] = options.seen
  if (options.askedId !== undefined) headers[questionIdHeader] = options.askedId
  const init: RequestInit = { method, headers, credentials: 'same-origin' }
  if (options.body !== undefined) init.body = JSON.stringify(options.body)
  if (options.form) init.body = options.form
  if (options.text) {
    headers['content-type'] = options.text.type
    init.body = options.text.content
  }
  if (options.file) {
    headers['content-type'] = options.file.type || 'application/octet-stream'
    init.body = options.file
  }
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
export async function ask<S extends z.ZodType>(
  schema: S,
  path: string,
  body: unknown,
  signal?: AbortSignal,
  askedId?: string,
) {
  const more = { ...(signal && { signal }), ...(askedId !== undefined && { askedId }) }
  return parsed(schema, await request('POST', path, { body, ...more }))
}
/** Sends files and fields and parses the answer. Throws ApiError. */
export async function upload<S extends z.ZodType>(schema: S, path: string, form: FormData) {
  return parsed(schema, await request('POST', path, { form }))
}
/** Sends a text of its own type and parses the answer. Throws ApiError. */
export async function postText<S extends z.ZodType>(
  schema: S,
  path: string,
  text: { content: string; type: string },
) {
  return parsed(schema, await request('POST', path, { text }))
}
/** Sends one file as it is and parses the answer. Throws ApiError. */
export async function postFile<S extends z.ZodType>(schema: S, path: string, file: Blob) {
  return parsed(schema, await request('POST', path, { file }))
}
/** Sends one file as it is and reads an answer that is a file. Throws ApiError. */
export async function fileFor(path: string, file: Blob): Promise<Blob> {
  return (await request('POST', path, { file })).blob()
}
/** Changes by PATCH and parses the answer. Throws ApiError. */
export async function change<S extends z.ZodType>(schema: S, path: string, body: unknown) {
  return parsed(schema, await request('PATCH', path, { body }))
}
/** Reads an answer that is a file; by POST where a body is given. Throws ApiError. */
export async function getFile(path: string, body?: unknown): Promise<Blob> {
  return (await request(body ? 'POST' : 'GET', path, { body })).blob()
}
/** Replaces by PUT and parses the answer. Throws ApiError. */
export async function put<S extends z.ZodType>(schema: S, path: string, options: Options) {
  return parsed(schema, await request('PUT', path, options))
}
/** Reads an answer that is no JSON. Throws ApiError. */
export async function getText(path: string): Promise<string> {
  return (await request('GET', path, {})).text()
}
/** Removes what still is as it was seen. Throws ApiError. */
export async function remove(path: string, seen: string): Promise<void> {
  await request('DELETE', path, { seen })
}
/** A write whose answer nobody reads. Throws ApiError. */
export async function send(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<void> {
  await request(method, path, body === undefined ? {} : { body })
}
