import { Problem } from '@teia/contracts'
import { UserError } from './user-error.ts'

export type Api = {
  /** Calls the management API and answers what it said. Throws UserError with the server's words. */
  call(method: string, path: string, body?: { content: string | FormData; type?: string }): Promise<Response>
}

/** Speaks to a server with a secret key. */
export function openApi(server: string, apiKey: string): Api {
  return {
    async call(method, path, body) {
      const url = new URL(path, server)
      let response: Response
      try {
        response = await fetch(url, {
          method,
          headers: {
            authorization: `Bearer ${apiKey}`,
            ...(body?.type !== undefined && { 'content-type': body.type }),
          },
          ...(body && { body: body.content }),
        })
      } catch (cause) {
        throw new UserError(`No server answers at ${url.origin}.`, { cause })
      }
      if (response.ok) return response
      const text = await response.text()
      throw new UserError(`The server answered ${response.status}: ${wordsOf(text)}`)
    },
  }
}

function wordsOf(text: string): string {
  try {
    const problem = Problem.pick({ detail: true, issues: true }).parse(JSON.parse(text))
    const issues = (problem.issues ?? []).map(({ path, message }) => (path ? `${path}: ${message}` : message))
    return [problem.detail, ...issues].join('\n')
  } catch {
    return text.slice(0, 500)
  }
}
