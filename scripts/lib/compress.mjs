import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const WORTH_BYTES = 1_000
const TEXT = /\.(js|css|html|svg|json)$/

/** Lays a .br and a .gz beside each text file of a built folder; the server sends these to browsers that take them. */
export function compressFolder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || !TEXT.test(path)) continue
    const content = readFileSync(path)
    if (content.length < WORTH_BYTES) continue
    writeFileSync(`${path}.br`, brotliCompressSync(content))
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
  }
}
