// What `npm run dev` runs: the server, restarted when its sources change, and Vite with the web app at
// http://127.0.0.1:4173, which passes API calls on to it. Ends when either ends.
import { spawn } from 'node:child_process'
import { inRoot, root } from './lib/paths.mjs'
import { toolEnvironment } from './lib/steps.mjs'

const port = process.env.TEIA_PORT ?? '4100'
const programs = [
  {
    args: ['node', ['--watch', '--watch-preserve-output', inRoot('packages', 'server', 'src', 'main.ts')]],
    env: { TEIA_PUBLIC_URL: process.env.TEIA_PUBLIC_URL ?? 'http://127.0.0.1:4173' },
    cwd: root,
  },
  {
    args: ['vite', ['--clearScreen', 'false']],
    env: { TEIA_WEB_PROXY: `http://127.0.0.1:${port}` },
    cwd: inRoot('packages', 'web'),
  },
]
const children = programs.map(({ args: [command, args], env, cwd }) =>
  spawn(command, args, { cwd, env: toolEnvironment(env), stdio: 'inherit' }),
)
const stopAll = (signal) => {
  for (const child of children) child.kill(signal)
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopAll(signal))
for (const child of children) {
  child.once('error', (error) => console.error(error.message))
  child.once('exit', () => stopAll('SIGTERM'))
}
