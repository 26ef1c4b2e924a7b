import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import filePlugin from '@size-limit/file'
import sizeLimit from 'size-limit'
import { inRoot } from './paths.mjs'

const DIST = inRoot('packages', 'web', 'dist')
/** Bytes of gzipped script that the browser may have to fetch before it shows the first page. */
const BUDGET = 250_000
/** The page that comes first for somebody who is signed in; it is loaded lazily, like every page. */
const FIRST_PAGE = /["'][^"']*\/(pulse-page-[\w-]+\.js)["']/g

/** Measures everything the first page needs: the scripts of index.html, the page itself, and what these import. */
export async function checkSizes() {
  if (!existsSync(join(DIST, 'index.html')))
    return { ok: false, output: 'The web app is not built: packages/web/dist/index.html is missing.' }
  const files = firstPageScripts()
  if (files.length === 0) return { ok: false, output: 'packages/web/dist/index.html names no script.' }
  const checks = [{ files: files.map((file) => join(DIST, file)), gzip: true }]
  const [{ size }] = await sizeLimit([filePlugin], { checks })
  const note = `first page ${kilobytes(size)} of ${kilobytes(BUDGET)}`
  const output = `The first page needs too much script: ${note}, in ${files.join(', ')}`
  return { ok: size <= BUDGET, note, output }
}

/** Bytes of gzipped script that a page may have to fetch to be counted. */
const TAG_BUDGET = 5_000

/** Measures the browser tag, which other people's pages carry. */
export async function checkTagSize() {
  const path = inRoot('packages', 'sdk-browser', 'dist', 'teia.js')
  if (!existsSync(path)) return { ok: false, output: 'The browser tag is not built.' }
  const [{ size }] = await sizeLimit([filePlugin], { checks: [{ files: [path], gzip: true }] })
  const note = `${size} of ${TAG_BUDGET} bytes`
  return { ok: size <= TAG_BUDGET, note, output: `The browser tag is too large: ${note}.` }
}

const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`

/** Paths inside dist. */
function firstPageScripts() {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8')
  const wanted = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path)
  const seen = new Set()
  for (let path = wanted.pop(); path !== undefined; path = wanted.pop()) {
    if (seen.has(path) || !existsSync(join(DIST, path))) continue
    seen.add(path)
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    const code = readFileSync(join(DIST, path), 'utf8')
    const imports = [
      ...code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g),
      ...code.matchAll(FIRST_PAGE),
    ]
    for (const [, name] of imports) wanted.push(`${folder}${name}`)
  }
  return [...seen].sort()
}
