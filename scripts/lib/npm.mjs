import { spawnSync } from 'node:child_process'
import { root } from './paths.mjs'

/**
 * Runs npm in the checkout and returns whether it succeeded. Its output is shown only when it failed.
 * Under `npm start` the same npm is used again.
 */
export function npm(args) {
  const own = process.env.npm_execpath
  const [command, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []]
  const result = spawnSync(command, [...first, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (result.status === 0) return true
  console.error([result.stdout, result.stderr, result.error?.message].filter(Boolean).join('\n').trim())
  return false
}
