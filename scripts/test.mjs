// What `npm test` runs, with whatever Node the machine has and nothing installed: makes the checkout ready, then runs
// the checks and all tests. What is missing on the machine is named and fails the run; nothing is passed over.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { ensureChromium } from './lib/chromium.mjs'
import { giveUp, say } from './lib/messages.mjs'
import { isAtLeast } from './lib/node-version.mjs'
import { inRoot } from './lib/paths.mjs'
import { buildTag, buildWebApp, installDependencies } from './lib/prepare.mjs'
import { readPlaywrightReport, readVitestReport } from './lib/reports.mjs'
import { findRuntime } from './lib/runtime.mjs'
import { duration, runTool } from './lib/steps.mjs'

if (!isAtLeast(process.versions.node, '20.19'))
  giveUp(`Teia needs Node 20.19 or newer; this is ${process.versions.node}. Get one at https://nodejs.org.`)

installDependencies()
findRuntime()
buildWebApp()
buildTag()
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

// The browser tests need a filled demo: it fills while the checks run. They run beside the other tests, as either leaves
// a good part of two cores idle, and are shown after them.
let begin
const turn = new Promise((resolve) => {
  begin = () => resolve(performance.now())
})
const browser = chromium && hasBrowserTests() ? beginBrowserTests() : undefined

const stages = [
  { name: 'check', run: () => runTool('node', [inRoot('scripts', 'check.mjs')], { env, show: true }) },
  { name: 'unit', run: unitTests },
  { name: 'integration', run: () => vitest('integration', '@teia/server') },
  ...(hasBrowserTests() ? [{ name: 'browser', run: browserTests }] : []),
]

const begun = performance.now()
const results = []
for (const stage of stages) {
  console.log(`\n── ${stage.name}`)
  const result = await stage.run()
  const counts = result.counts ?? { passed: 0, failed: 0, skipped: 0 }
  // A stage that fell over without a test that failed has failed all the same; its last words say why.
  if (!result.ok && counts.failed === 0) {
    counts.failed = 1
    counts.failures = [{ name: stage.name, message: result.output?.split('\n').slice(-60).join('\n') ?? '' }]
  }
  results.push({ name: stage.name, seconds: result.seconds, ...counts, note: result.note ?? '' })
}
printSummary(results)
process.exit(results.some(({ failed }) => failed > 0) ? 1 : 0)

async function vitest(name, project) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report(name)}`]
  const result = await runTool('vitest', ['run', '--project', project, ...reporters], { env, show: true })
  return { ...result, counts: readVitestReport(report(name)) }
}

function unitTests() {
  begin()
  return vitest('unit', 'unit')
}

async function browserTests() {
  if (!chromium) {
    const note = 'Chromium is missing: install it, or name one with TEIA_CHROMIUM'
    return { ok: false, seconds: 0, note }
  }
  const result = await browser
  console.log(result.output)
  return { ...result, counts: readPlaywrightReport(report('browser')) }
}

/** Opens the server with the demo at once; the tests wait for their turn, from which their time counts. */
async function beginBrowserTests() {
  const result = await runTool('node', [inRoot('scripts', 'e2e.mjs'), '--wait'], {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report('browser') },
    inputUntil: turn,
  })
  const seconds = (performance.now() - (await turn)) / 1000
  return { ...result, seconds }
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
  // Once more at the very end: the beginning of a long output is what gets lost.
  for (const { name, message } of rows.flatMap((row) => row.failures ?? []))
    console.log(`\nfailed: ${name}\n${message.replaceAll(/^/gm, '  ')}`)
  if (!hasBrowserTests()) say('There are no browser tests.')
  console.log(`\nAll of it took ${duration((performance.now() - begun) / 1000)}.`)
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
}
