import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'
import { compileCache, inRoot, root } from './paths.mjs'

/** The environment in which `node` and the tools of the checkout are found first, as under `npm run`. */
export function toolEnvironment(extra = {}) {
  const path = [inRoot('node_modules', 'node', 'bin'), inRoot('node_modules', '.bin'), process.env.PATH]
  return { ...process.env, ...compileCache, PATH: path.filter(Boolean).join(delimiter), ...extra }
}

/** What tells a program that waits for its turn to begin; an input that ends without it tells it to give up. */
export const GO = 'go'

/**
 * Runs a program in the checkout to its end. `show` lets its output through; otherwise it is only kept. Its input is
 * empty, or the word GO when `inputUntil` resolves.
 *
 * @returns {Promise<{ ok: boolean, output: string, seconds: number }>}
 */
export function runTool(command, args, { env = {}, show = false, inputUntil } = {}) {
  const begun = performance.now()
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: toolEnvironment(env),
      stdio: [inputUntil ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    })
    // One that has ended before its turn reads no more.
    child.stdin?.on('error', () => undefined)
    inputUntil?.then(() => child.stdin.end(GO))
    let output = ''
    const keep = (chunk) => {
      output += chunk
      if (show) process.stdout.write(chunk)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const end = (ok) => resolve({ ok, output: output.trim(), seconds: (performance.now() - begun) / 1000 })
    child.once('error', (error) => {
      output += error.message
      end(false)
    })
    child.once('close', (code) => end(code === 0))
  })
}

/** "3.4 s", "2 min 05 s". */
export function duration(seconds) {
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  return `${Math.floor(seconds / 60)} min ${String(Math.round(seconds % 60)).padStart(2, '0')} s`
}
