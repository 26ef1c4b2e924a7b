// What `npm test` runs, with whatever Node the machine has and nothing installed: makes the checkout ready, then runs
// the checks and all tests. What is missing on the machine is named and fails the run; nothing is passed over.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { ensureChromium } from './lib/chromium.mjs'
import { giveUp, say } from './lib/messages.mjs'
import { isAtLeast } from './lib/node-version.mjs'
import { inRoot } from './lib/paths.mjs'
import { buildWebApp, installDependencies } from './lib/prepare.mjs'
import { readPlaywrightReport, readVitestReport } from './lib/reports.mjs'
import { findRuntime } from './lib/runtime.mjs'
import { duration, runTool } from './lib/steps.mjs'

if (!isAtLeast(process.versions.node, '20.19'))
  giveUp(`Teia needs Node 20.19 or newer; this is ${process.versions.node}. Get one at https://nodejs.org.`)

installDependencies()
findRuntime()
buildWebApp()
const chromium = ensureChromium()
const artifacts = inRoot('artifacts')
rmSync(artifacts, { recursive: true, force: true })
mkdirSync(artifacts)
const report = (name) => inRoot('artifacts', `${name}.json`)
const env = {
  CI: 'true',
  ...(!process.stdout.isTTY && { NO_COLOR: '1' }),
  ...(chromium && { TEIA_CHROMIUM: chromium }),
}

const stages = [
  { name: 'check', run: () => runTool('node', [inRoot('scripts', 'check.mjs')], { env, show: true }) },
  { name: 'unit', run: () => vitest('unit', 'unit') },
  { name: 'integration', run: () => vitest('integration', '@teia/server') },
  ...(hasBrowserTests() ? [{ name: 'browser', run: browserTests }] : []),
]

const results = []
for (const stage of stages) {
  console.log(`\n── ${stage.name}`)
  const result = await stage.run()
  const counts = result.counts ?? { passed: 0, failed: 0, skipped: 0 }
  // A stage that fell over before it could count anything has failed all the same.
  if (!result.ok && counts.failed === 0) counts.failed = 1
  results.push({ name: stage.name, seconds: result.seconds, ...counts, note: result.note ?? '' })
}
printSummary(results)
process.exit(results.some(({ failed }) => failed > 0) ? 1 : 0)

async function vitest(name, project) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report(name)}`]
  const result = await runTool('vitest', ['run', '--project', project, ...reporters], { env, show: true })
  return { ...result, counts: readVitestReport(report(name)) }
}

async function browserTests() {
  if (!chromium) {
    const note = 'Chromium is missing: install it, or name one with TEIA_CHROMIUM'
    return { ok: false, seconds: 0, note }
  }
  const result = await runTool('node', [inRoot('scripts', 'e2e.mjs')], {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report('browser') },
    show: true,
  })
  return { ...result, counts: readPlaywrightReport(report('browser')) }
}

function hasBrowserTests() {
  return (
    existsSync(inRoot('e2e')) &&
    readdirSync(inRoot('e2e'), { recursive: true }).some((file) => file.endsWith('.spec.ts'))
  )
}

function printSummary(rows) {
  console.log(
    `\n${'stage'.padEnd(14)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'skipped'.padStart(9)}${'time'.padStart(14)}`,
  )
  for (const { name, passed, failed, skipped, seconds, note } of rows) {
    const line = `${name.padEnd(14)}${String(passed).padStart(8)}${String(failed).padStart(8)}${String(skipped).padStart(9)}`
    console.log(`${line}${duration(seconds).padStart(14)}  ${note}`.trimEnd())
  }
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0)
  if (!hasBrowserTests()) say('There are no browser tests.')
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
}
