import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const folder = resolve(process.env.TEIA_SHARED_DATA ?? join(root, '../shared/data'))

/** Public data beside the project; tests that need it are skipped where it is absent. */
export const hasSharedData = existsSync(join(folder, 'README.md'))
if (!hasSharedData) console.warn(`Skipped: tests on public data. There is no ${folder}.`)

/** The text of a file there, unpacked where its name ends in .gz. */
export function sharedText(path: string): string {
  const bytes = readFileSync(join(folder, path))
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}
