import { readFileSync } from 'node:fs'
import { inRoot } from './paths.mjs'

/** A lockfile with addresses in it would tie every installation to the registry of whoever wrote it. */
export function checkLockfile() {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'))
  const bound = Object.entries(packages).filter(
    ([, { resolved, link }]) => !link && /^https?:/.test(resolved ?? ''),
  )
  const output = `package-lock.json names addresses for ${bound.length} packages, first ${bound[0]?.[0]}.
The file .npmrc says omit-lockfile-registry-resolved=true; run "npm install" again and commit the lockfile.`
  return { ok: bound.length === 0, output }
}
