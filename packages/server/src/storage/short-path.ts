import { chmodSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The kernel allows 104 (macOS) to 108 (Linux) bytes for the path of a unix socket. */
const MAX_SOCKET_PATH_BYTES = 100

export type SocketFolder = { path: string; release(): void }

/**
 * A path to `folder` that is short enough for a unix socket called `socketName` in it: the folder itself,
 * or a link to it in a private temporary folder.
 */
export function socketFolder(folder: string, socketName: string): SocketFolder {
  if (Buffer.byteLength(join(folder, socketName)) <= MAX_SOCKET_PATH_BYTES)
    return { path: folder, release() {} }
  const temporary = mkdtempSync(join(tmpdir(), 'teia-'))
  chmodSync(temporary, 0o711)
  const link = join(temporary, 's')
  symlinkSync(folder, link)
  return { path: link, release: () => rmSync(temporary, { recursive: true, force: true }) }
}
