import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { compressFolder } from './compress.mjs'
import { giveUp, say } from './messages.mjs'
import { npm } from './npm.mjs'
import { inRoot } from './paths.mjs'
import { digestOf, readStamp, writeStamp } from './stamps.mjs'

const LOCKFILE = inRoot('package-lock.json')
const QUIET = ['--no-audit', '--no-fund', '--loglevel=error']

/** Installs the dependencies when they are missing or belong to another lockfile. */
export function installDependencies() {
  const stamp = inRoot('node_modules', '.teia-install')
  const wanted = `${process.platform}-${process.arch} ${digestOf([LOCKFILE])}`
  if (readStamp(stamp) === wanted) return
  if (readStamp(stamp) === undefined && wasInstalledByHand()) return writeStamp(stamp, wanted)

  if (!existsSync(LOCKFILE))
    giveUp(
      'package-lock.json is missing, and with it what exactly to install. Restore it: "git checkout package-lock.json".',
    )
  say('Installing what Teia needs. The first time this takes a few minutes …')
  if (!npm(['ci', '--include=dev', '--include=optional', ...QUIET]))
    giveUp('The installation failed, see above. Is the network reachable? Then try again.')
  writeStamp(stamp, wanted)
}

/** Builds the web app when its sources, or the words it shares with the server, have changed. */
export function buildWebApp() {
  const dist = inRoot('packages', 'web', 'dist')
  const stamp = join(dist, '.teia-build')
  const wanted = digestOf([inRoot('packages', 'web'), inRoot('packages', 'contracts'), LOCKFILE])
  if (readStamp(stamp) === wanted) return
  say('Building the web app …')
  if (!npm(['run', 'build', '--workspace', '@teia/web', '--if-present', '--silent']))
    giveUp('The web app could not be built, see above.')
  if (existsSync(dist)) compressFolder(dist)
  writeStamp(stamp, wanted)
}

/** Builds the browser tag when its sources have changed. */
export function buildTag() {
  const dist = inRoot('packages', 'sdk-browser', 'dist')
  const stamp = join(dist, '.teia-build')
  const wanted = digestOf([inRoot('packages', 'sdk-browser'), LOCKFILE])
  if (readStamp(stamp) === wanted) return
  say('Building the browser tag …')
  if (!npm(['run', 'build', '--workspace', '@teia/sdk-browser', '--silent']))
    giveUp('The browser tag could not be built, see above.')
  writeStamp(stamp, wanted)
}

/** npm leaves its own record of what it installed; one newer than the lockfile is up to date. */
function wasInstalledByHand() {
  const record = statSync(inRoot('node_modules', '.package-lock.json'), { throwIfNoEntry: false })
  const lockfile = statSync(LOCKFILE, { throwIfNoEntry: false })
  return record !== undefined && (lockfile === undefined || record.mtimeMs >= lockfile.mtimeMs)
}
