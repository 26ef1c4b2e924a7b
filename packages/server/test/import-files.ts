import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Import, ImportMapping } from '@teia/contracts'
import type { TestWorkspace } from './test-server.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
/** Public data beside the project; tests that need it are skipped where it is absent. */
export const sharedData = resolve(process.env.TEIA_SHARED_DATA ?? join(root, '../shared/data'))
export const hasSharedData = existsSync(join(sharedData, 'README.md'))
if (!hasSharedData) console.warn(`Skipped: tests on public data. There is no ${sharedData}.`)

export const shared = (path: string): [string, Buffer] => [
  path.replace(/^.*\//, ''),
  readFileSync(join(sharedData, path)),
]

/** The parts of a multipart request. */
export async function formOf(
  files: readonly (readonly [name: string, content: Buffer | string])[],
  fields: Record<string, string>,
) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const [name, content] of files)
    form.append('file', new Blob([Uint8Array.from(Buffer.from(content))]), name)
  const request = new Response(form)
  return {
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
    body: Buffer.from(await request.arrayBuffer()),
  }
}

type Sent = { mapping?: ImportMapping; start?: boolean; source?: string }

/** Uploads files and answers the id of the import. */
export async function upload(
  workspace: TestWorkspace,
  files: readonly (readonly [name: string, content: Buffer | string])[],
  sent: Sent = {},
): Promise<string> {
  const fields = {
    ...(sent.mapping && { mapping: JSON.stringify(sent.mapping) }),
    ...(sent.start !== undefined && { start: String(sent.start) }),
    ...(sent.source !== undefined && { source: sent.source }),
  }
  const answer = await workspace.key.request('POST', '/api/v1/imports', await formOf(files, fields))
  if (answer.status !== 201) throw new Error(`The upload was answered ${answer.status}: ${answer.text}`)
  return (answer.body as { id: string }).id
}

/** Waits until an import has ended. */
export async function ended(workspace: TestWorkspace, id: string): Promise<Import> {
  for (;;) {
    const one = await workspace.key.get<Import>(`/api/v1/imports/${id}`)
    if (one.state !== 'running' && one.state !== 'uploading') return one
    await sleep(20)
  }
}

/** Uploads files, takes the proposal (or the mapping given) and waits for the end. */
export async function importAll(
  workspace: TestWorkspace,
  files: readonly (readonly [name: string, content: Buffer | string])[],
  mapping?: ImportMapping,
): Promise<Import> {
  const id = await upload(workspace, files, { start: true, ...(mapping && { mapping }) })
  return ended(workspace, id)
}
