// What `npm run check` runs: everything about the sources that a machine can judge without running the product.
// One line a step; the first that fails ends the run with the output of its tool.
import { existsSync } from 'node:fs'
import { checkLockfile } from './lib/lockfile.mjs'
import { inRoot } from './lib/paths.mjs'
import { buildWebApp } from './lib/prepare.mjs'
import { checkSizes } from './lib/sizes.mjs'
import { duration, runTool } from './lib/steps.mjs'

const cache = (name) => [
  '--incremental',
  '--tsBuildInfoFile',
  inRoot('node_modules', '.cache', `${name}.tsbuildinfo`),
]
const web = inRoot('packages', 'web')
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
]

for (const step of steps) {
  if (step.skip) {
    console.log(`  –  ${step.name.padEnd(22)} skipped: ${step.skip}`)
    continue
  }
  const begun = performance.now()
  const { ok, output, note = '' } = await step.run()
  const took = duration((performance.now() - begun) / 1000)
  console.log(`  ${ok ? '✓' : '✗'}  ${step.name.padEnd(22)} ${took.padStart(8)}  ${note}`.trimEnd())
  if (ok) continue
  console.error(`\n${output}\n`)
  process.exit(1)
}
