// What `npm run e2e` runs: the browser tests against a server with the demo world. Arguments go to Playwright.
// TEIA_E2E_URL names a server that runs already. With --wait the tests begin when the input
// says so.
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { findChromium } from './lib/chromium.mjs'
import { openDemoServer } from './lib/demo-server.mjs'
import { giveUp } from './lib/messages.mjs'
import { root } from './lib/paths.mjs'
import { GO, toolEnvironment } from './lib/steps.mjs'

const chromium = findChromium()
if (!chromium) giveUp('Chromium is missing: install it, or name one with TEIA_CHROMIUM.')

const given = process.argv.slice(2)
const server = await openDemoServer()
const isTurn = !given.includes('--wait') || (await text(process.stdin)) === GO
const code = isTurn ? await runPlaywright(given.filter((one) => one !== '--wait')) : 1
await server.close()
process.exit(code)

function runPlaywright(args) {
  return new Promise((resolve) => {
    const child = spawn('playwright', ['test', ...args], {
      cwd: root,
      env: toolEnvironment({ TEIA_E2E_URL: server.url, TEIA_CHROMIUM: chromium }),
      stdio: 'inherit',
    })
    child.once('error', (error) => {
      console.error(error.message)
      resolve(1)
    })
    child.once('exit', (exitCode) => resolve(exitCode ?? 1))
  })
}
