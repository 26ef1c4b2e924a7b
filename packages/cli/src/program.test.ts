import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const teia = fileURLToPath(new URL('../bin/teia.mjs', import.meta.url))
const small = [
  'world',
  'generate',
  '--people',
  '30',
  '--days',
  '20',
  '--seed',
  '5',
  '--until',
  '2026-11-20T00:00:00Z',
]

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'teia-cli-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

test('a world goes to a plain and to a compressed file with the same lines, and its truth beside', async () => {
  await using folder = await temporaryFolder()
  const [plain, packed, truth] = ['w.ndjson', 'w.ndjson.gz', 'truth.json'].map((name) =>
    join(folder.path, name),
  ) as [string, string, string]
  await run(process.execPath, [teia, ...small, '--out', plain, '--truth', truth])
  await run(process.execPath, [teia, ...small, '--out', packed])
  const lines = await readFile(plain, 'utf8')
  expect(gunzipSync(await readFile(packed)).toString()).toBe(lines)
  expect(JSON.parse(await readFile(truth, 'utf8')).events.total).toBe(lines.trimEnd().split('\n').length)
})

test('progress in JSON ends with everything sent', async () => {
  await using folder = await temporaryFolder()
  const { stderr } = await run(process.execPath, [
    teia,
    ...small,
    '--out',
    join(folder.path, 'w'),
    '--progress',
    'json',
  ])
  const last = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '')
  expect(last.sent).toBe(last.total)
  expect(last.etaSeconds).toBe(0)
})

test.each([
  [['world', 'generate', '--people', 'many'], /whole number/],
  [['world', 'generate'], /--out FILE or --server URL/],
  [['world', 'generate', '--world', 'atlantis', '--out', '-'], /Cannot read the world/],
  [['world', 'generate', '--server', 'http://127.0.0.1:1'], /--write-key/],
  [['world', 'generate', '--out', '/nowhere/at/all.ndjson', '--people', '5'], /ENOENT/],
])('%j fails with a reason and a code above zero', async (args, reason) => {
  await expect(run(process.execPath, [teia, ...args])).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(reason),
  })
})

test.each([
  [['--help']],
  [['world', '--help']],
  [['world', 'generate', '--help']],
  [['key', 'create', '--help']],
])('%j explains itself', async (args) => {
  const { stdout } = await run(process.execPath, [teia, ...args])
  expect(stdout).toMatch(/Usage: teia/)
})
