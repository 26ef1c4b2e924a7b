import { readFileSync } from 'node:fs'
import { inRoot } from './paths.mjs'

/**
 * Two things that npm does not see to by itself: no addresses, which would tie every installation to the registry of
 * whoever wrote the lockfile; and the binaries of every platform, without which `npm ci` refuses it elsewhere.
 */
export function checkLockfile() {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'))
  const faults = [...boundToRegistry(packages), ...missingBinaries(packages), ...unchecked(packages)]
  return { ok: faults.length === 0, output: faults.join('\n') }
}

function boundToRegistry(packages) {
  const bound = Object.entries(packages).filter(
    ([, { resolved, link }]) => !link && /^https?:/.test(resolved ?? ''),
  )
  if (bound.length === 0) return []
  return [
    `package-lock.json names addresses for ${bound.length} packages, first ${bound[0][0]}.
The file .npmrc says omit-lockfile-registry-resolved=true; run "npm install" again and commit the lockfile.`,
  ]
}

function missingBinaries(packages) {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isFound(packages, path, name))
      .map(
        ([name, version]) =>
          `package-lock.json lacks ${name} ${version}, which ${path || 'the root'} may need on another platform. Add its entry.`,
      ),
  )
}

/** Looks where Node would look: in the package's own node_modules, then in those of the folders above. */
function isFound(packages, path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${folder && `${folder}/`}node_modules/${name}`]) return true
    if (!folder.includes('node_modules/')) return packages[`node_modules/${name}`] !== undefined
  }
}

/** Only a binary of another platform may stand without a checksum: where it cannot be fetched, none can be known. */
function unchecked(packages) {
  return Object.entries(packages)
    .filter(
      ([path, one]) =>
        path.includes('node_modules/') && !one.link && !one.integrity && !(one.optional && one.os),
    )
    .map(
      ([path]) =>
        `package-lock.json has no checksum for ${path}. Run "npm install" again and commit the lockfile.`,
    )
}
