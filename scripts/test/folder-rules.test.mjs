import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { expect, test } from 'vitest'
import { forbidden, options } from '../../.dependency-cruiser.cjs'
import { inRoot } from '../lib/paths.mjs'

const S = 'packages/server/src'
const queries = `import { sql } from 'kysely'\nexport const q = sql\n`

/** Plants files into an empty tree with some files of this one, and hands it to `use`. */
async function inTree(own, planted, use) {
  const folder = mkdtempSync(join(tmpdir(), 'teia-rules-'))
  try {
    for (const name of own) cpSync(inRoot(name), join(folder, name), { recursive: true })
    symlinkSync(inRoot('node_modules'), join(folder, 'node_modules'))
    for (const [path, text] of Object.entries(planted)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The names of the folder rules that the planted files break. */
function rulesBrokenBy(planted) {
  return inTree(['tsconfig.json', 'package.json'], planted, async (folder) => {
    const { output } = await cruise(
      ['packages'],
      { ruleSet: { forbidden }, ...options, baseDir: folder, validate: true, outputType: 'json' },
      {},
      { tsConfig: extractTSConfig(join(folder, 'tsconfig.json')) },
    )
    return [...new Set(JSON.parse(output).summary.violations.map(({ rule }) => rule.name))].toSorted()
  })
}

const one = 'export const one = 1\n'
const importing = (path) => `import { one } from '${path}'\nexport const two = one\n`

test('a tree that keeps the rules breaks none', async () => {
  const files = {
    [`${S}/platform/ids.ts`]: one,
    [`${S}/storage/store.ts`]: importing('../platform/ids.ts'),
    [`${S}/features/access/index.ts`]: one,
    [`${S}/features/people/index.ts`]: importing('../access/index.ts'),
    [`${S}/features/people/people.queries.ts`]: queries,
    [`${S}/features/people/people.service.ts`]: `import { q } from './people.queries.ts'\nexport const p = q\n`,
    [`${S}/app.ts`]: `import { two } from './features/people/index.ts'\nexport const three = two\n`,
  }
  expect(await rulesBrokenBy(files)).toEqual([])
})

const violations = [
  [
    'contracts-and-methods-import-nothing-of-ours',
    'packages/methods/src/a.ts',
    'packages/contracts/src/b.ts',
  ],
  ['clients-see-only-contracts', 'packages/web/src/a.ts', `${S}/platform/b.ts`],
  ['the-demo-world-belongs-to-the-command-line', 'packages/web/src/a.ts', 'packages/demo-world/src/b.ts'],
  ['the-server-knows-no-client', `${S}/a.ts`, 'packages/cli/src/b.ts'],
  ['platform-knows-no-store-and-no-feature', `${S}/platform/a.ts`, `${S}/storage/b.ts`],
  ['storage-knows-only-platform', `${S}/storage/a.ts`, `${S}/analytics/b.ts`],
  ['analytics-knows-only-storage-and-platform', `${S}/analytics/a.ts`, `${S}/features/people/index.ts`],
  ['features-know-nothing-that-wires-them', `${S}/features/people/a.ts`, `${S}/app.ts`],
  ['access-imports-only-lower-features', `${S}/features/access/a.ts`, `${S}/features/people/index.ts`],
  ['people-imports-only-lower-features', `${S}/features/people/a.ts`, `${S}/features/sources/index.ts`],
  ['a-feature-is-entered-by-its-front-door', `${S}/features/people/a.ts`, `${S}/features/access/b.ts`],
  ['the-wiring-uses-front-doors-too', `${S}/app.ts`, `${S}/features/access/b.ts`],
  ['every-feature-has-its-place', `${S}/app.ts`, `${S}/features/unheard-of/index.ts`],
  [
    'only-services-and-jobs-call-queries',
    `${S}/features/people/people.routes.ts`,
    `${S}/features/people/b.queries.ts`,
  ],
  ['tests-are-not-imported', `${S}/features/people/a.ts`, `${S}/features/people/b.test.ts`],
]
test.each(violations)('the rule %s stops %s from importing %s', async (rule, from, to) => {
  const path = join('/', to)
  const relative = `${'../'.repeat(from.split('/').length - 1)}${path.slice(1)}`
  expect(await rulesBrokenBy({ [from]: importing(relative), [to]: one })).toContain(rule)
})

test.each(['kysely', 'pg', 'lmdb', 'chdb', '@clickhouse/client'])(
  'a service may not talk to %s itself',
  async (driver) => {
    const files = {
      [`${S}/features/people/people.service.ts`]: `import * as driver from '${driver}'\nexport const d = driver\n`,
    }
    expect(await rulesBrokenBy(files)).toContain('only-queries-touch-a-database-driver')
  },
)

test('naming the type of a driver is allowed', async () => {
  const files = { [`${S}/features/people/a.ts`]: `import type pg from 'pg'\nexport type Pool = pg.Pool\n` }
  expect(await rulesBrokenBy(files)).toEqual([])
})

test('modules that need each other are found', async () => {
  const files = {
    [`${S}/platform/a.ts`]: importing('./b.ts'),
    [`${S}/platform/b.ts`]: importing('./a.ts').replace('two', 'one as two'),
  }
  expect(await rulesBrokenBy(files)).toContain('no-cycles')
})

test('an import that leads nowhere is found', async () => {
  expect(await rulesBrokenBy({ [`${S}/platform/a.ts`]: importing('./missing.ts') })).toContain(
    'nothing-unresolved',
  )
})

test('the environment is read only where it may be', async () => {
  const lint = (path) => {
    const planted = { [path]: 'export const home = process.env.HOME\n' }
    return inTree(['biome.json'], planted, (folder) => {
      const tool = join(folder, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
      const args = [tool, 'lint', '--vcs-enabled=false', path]
      const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
      return stdout + stderr
    })
  }
  expect(await lint(`${S}/features/people/people.service.ts`)).toContain('noProcessEnv')
  expect(await lint(`${S}/config.ts`)).toContain('No fixes applied')
  expect(await lint(`${S}/config.ts`)).not.toContain('noProcessEnv')
})
