// What `npm run check` runs: everything about the sources that a machine can judge without running the product.
// One line a step; after one that fails no further step begins, and the output of its tool ends the run.
import { existsSync } from 'node:fs'
import { checkLockfile } from './lib/lockfile.mjs'
import { inRoot } from './lib/paths.mjs'
import { buildTag, buildWebApp } from './lib/prepare.mjs'
import { checkSizes, checkTagSize } from './lib/sizes.mjs'
import { duration, runTool } from './lib/steps.mjs'

const cache = (name) => [
  '--incremental',
  '--tsBuildInfoFile',
  inRoot('node_modules', '.cache', `${name}.tsbuildinfo`),
]
const web = inRoot('packages', 'web')
const tag = inRoot('packages', 'sdk-browser')
const hasWebApp = existsSync(inRoot('packages', 'web', 'index.html'))

const steps = [
  { name: 'format and lint', run: () => runTool('biome', ['check', '--error-on-warnings', '.']) },
  {
    name: 'folder rules',
    run: () =>
      runTool('depcruise', [
        '--config',
        '.dependency-cruiser.cjs',
        '--output-type',
        'err',
        'packages',
        'scripts',
      ]),
  },
  { name: 'unused code', run: () => runTool('knip', ['--no-progress']) },
  { name: 'lockfile', run: checkLockfile },
  { name: 'types', run: () => runTool('tsc', ['-p', '.', ...cache('root')]) },
  {
    name: 'types of the web app',
    skip: hasWebApp ? null : 'there is no web app yet',
    run: () => runTool('tsc', ['-p', web, ...cache('web')]),
  },
  { name: 'types of the browser tag', run: () => runTool('tsc', ['-p', tag, ...cache('tag')]) },
  { name: 'catalogue of errors', run: () => runTool('node', [inRoot('scripts', 'errors.mjs'), '--check']) },
  { name: 'schema files', run: () => runTool('node', [inRoot('scripts', 'schema.mjs'), '--check']) },
  {
    name: 'size budgets',
    skip: hasWebApp ? null : 'there is no web app yet',
    run: () => {
      buildWebApp()
      return checkSizes()
    },
  },
  {
    name: 'size of the browser tag',
    run: () => {
      buildTag()
      return checkTagSize()
    },
  },
]

/** Steps at work at the same time: most tools use one core. */
const lanes = 2
const waiting = steps.values()
const failed = []

/** Takes one step after the other until one has failed. */
async function work() {
  for (const step of waiting) {
    if (step.skip) console.log(`  –  ${step.name.padEnd(24)} skipped: ${step.skip}`)
    else await carryOut(step)
    if (failed.length > 0) return
  }
}

async function carryOut({ name, run }) {
  const begun = performance.now()
  const { ok, output, note = '' } = await run()
  const took = duration((performance.now() - begun) / 1000)
  console.log(`  ${ok ? '✓' : '✗'}  ${name.padEnd(24)} ${took.padStart(8)}  ${note}`.trimEnd())
  if (!ok) failed.push(output)
}

await Promise.all(Array.from({ length: lanes }, work))
for (const output of failed) console.error(`\n${output}\n`)
process.exit(failed.length > 0 ? 1 : 0)
