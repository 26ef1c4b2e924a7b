import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { say } from './messages.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The Chromium that browser tests use: TEIA_CHROMIUM, or one on the path. Undefined when there is none. */
export function findChromium() {
  const given = process.env.TEIA_CHROMIUM
  if (given) return runs(given) ? given : undefined
  return NAMES.map((name) => onPath(name)).find((path) => path !== undefined && runs(path))
}

/** As `findChromium`, but first installs it where that needs nobody's leave: as root on a Debian. */
export function ensureChromium() {
  const present = findChromium()
  if (present || process.env.TEIA_CHROMIUM || !mayInstall()) return present
  say('Installing Chromium for the browser tests …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [
    ['update', '-qq'],
    ['install', '-qq', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'],
  ]) {
    const { status, stderr } = spawnSync('apt-get', args, {
      env,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    if (status !== 0) console.error(stderr?.trim())
  }
  return findChromium()
}

const mayInstall = () =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && onPath('apt-get') !== undefined

function onPath(name) {
  const { status, stdout } = spawnSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

/** A command that only tells to install something (as some distributions have) does not count. */
const runs = (path) => spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0
