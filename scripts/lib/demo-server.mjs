import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './messages.mjs'
import { inRoot, root } from './paths.mjs'

/** It takes a minute on a machine that does nothing else; on one that is busy this many. */
const PATIENCE_MS = 20 * 60_000

/**
 * A server with the whole demo world in it: the one at TEIA_E2E_URL, or one of its own on a free port and a data
 * folder that goes away again. Resolves when the demo is filled.
 */
export async function openDemoServer() {
  const given = process.env.TEIA_E2E_URL
  if (given) return { url: given.replace(/\/+$/, ''), close: async () => undefined }
  const folder = mkdtempSync(join(tmpdir(), 'teia-e2e-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, [inRoot('packages', 'server', 'src', 'main.ts')], {
    cwd: root,
    env: {
      ...process.env,
      TEIA_PORT: String(port),
      TEIA_PUBLIC_URL: url,
      TEIA_DATA_DIR: folder,
      TEIA_DEMO: 'on',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const close = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await waitFor('the server', child, async () => (await fetch(`${url}/readyz`)).ok)
    say('Filling the demo workspace …')
    const headers = await signInToDemo(url)
    await waitFor('the demo', child, async () => isFilled(url, headers))
  } catch (error) {
    await close()
    throw error
  }
  return { url, close }
}

async function waitFor(what, child, isThere) {
  const until = Date.now() + PATIENCE_MS
  while (!(await isThere().catch(onlyUnreachable))) {
    if (child.exitCode !== null)
      throw new Error(`${what} did not come: the server ended with code ${child.exitCode}`)
    if (Date.now() > until) throw new Error(`${what} did not come within ${PATIENCE_MS / 60_000} minutes`)
    await sleep(500)
  }
}

/** Before it listens, a server cannot be reached; that is no fault. */
function onlyUnreachable(error) {
  if (error instanceof TypeError) return false
  throw error
}

/** Signs in with the demo account. Returns the headers that every later call has to carry. */
export async function signInToDemo(url) {
  const { demoSignIn } = await import(inRoot('packages', 'server', 'src', 'demo.ts'))
  const answer = await ask(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(demoSignIn),
  })
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const session = await (await ask(`${url}/api/v1/session`, { headers: { cookie } })).json()
  return { cookie, 'x-workspace-id': session.workspaces[0].id }
}

async function isFilled(url, headers) {
  const { state, message } = await (await ask(`${url}/api/v1/demo`, { headers })).json()
  if (state === 'failed') throw new Error(`the demo could not be filled: ${message}`)
  return state === 'done' || state === 'none'
}

async function ask(url, options) {
  const answer = await fetch(url, options)
  if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}: ${await answer.text()}`)
  return answer
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
