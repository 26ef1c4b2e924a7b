import { spawn, spawnSync } from 'node:child_process'
import { giveUp } from './messages.mjs'
import { isAtLeast } from './node-version.mjs'
import { compileCache, inRoot, root } from './paths.mjs'

/** The oldest Node that may run the server when the pinned one is missing. */
const GOOD_ENOUGH = '24.0'

/** The Node that the checkout pins as a dependency; the machine's own only when that is as new. */
export function findRuntime() {
  for (const path of [
    inRoot('node_modules', 'node', 'bin', 'node'),
    inRoot('node_modules', '.bin', 'node'),
  ]) {
    if (spawnSync(path, ['--version']).status === 0) return path
  }
  if (isAtLeast(process.versions.node, GOOD_ENOUGH)) return process.execPath
  return giveUp(
    'The Node that Teia brings along is not installed: npm did not run its install script.\n' +
      'Allow install scripts ("npm config get ignore-scripts" must say false), delete the folder\n' +
      'node_modules, and run "npm start" again. Or start Teia with Node 24 or newer.',
  )
}

/** Runs a program of the checkout with that Node, as if it were this process: same terminal, signals, exit code. */
export function runInPlace(runtime, args) {
  // With an arena of glibc's allocator for each of its threads, the server would hold on to twice the memory.
  const env = { MALLOC_ARENA_MAX: '2', ...compileCache, ...process.env }
  const child = spawn(runtime, args, { stdio: 'inherit', cwd: root, env })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches the child by itself; a second one would cut its orderly stop short.
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child.kill(signal)
    })
  }
  child.once('error', (error) => giveUp(`The server cannot be started: ${error.message}`))
  child.once('exit', (code, signal) => {
    if (signal === null) return process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
