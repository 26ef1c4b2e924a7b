// Applies all migrations to empty engines and writes the sum to storage/<store>/schema.sql, so that a change of
// the schema can be read in one place. With --check it writes nothing and fails when a file is out of date.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { giveUp, say } from './lib/messages.mjs'
import { inRoot, root } from './lib/paths.mjs'

const storage = inRoot('packages', 'server', 'src', 'storage')
const load = (...parts) => import(inRoot('packages', 'server', 'src', ...parts))
const { loadConfig } = await load('config.ts')
const { openLog } = await load('platform', 'log.ts')
const { openStores } = await load('storage', 'open-stores.ts')
const { dumpClickHouse, dumpPostgres } = await load('storage', 'schema-dump.ts')

const schemas = await readSchemas()
const isCheck = process.argv.includes('--check')
const stale = Object.entries(schemas).filter(([file, text]) => readIfThere(file) !== text)
const names = stale.map(([file]) => relative(root, file)).join(' and ')

if (stale.length === 0) say('The schema files are up to date.')
else if (isCheck) giveUp(`${names} out of date. Run "node scripts/schema.mjs" and commit the result.`)
else {
  for (const [file, text] of stale) writeFileSync(file, text)
  say(`Wrote ${names}.`)
}

async function readSchemas() {
  const folder = mkdtempSync(join(tmpdir(), 'teia-schema-'))
  const log = openLog({ format: 'pretty', level: 'warn' })
  try {
    const stores = await openStores(loadConfig({ TEIA_DATA_DIR: folder }), log)
    try {
      return {
        [join(storage, 'clickhouse', 'schema.sql')]: await dumpClickHouse(stores.clickhouse),
        [join(storage, 'postgres', 'schema.sql')]: await dumpPostgres(stores.pool),
      }
    } finally {
      await stores.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
