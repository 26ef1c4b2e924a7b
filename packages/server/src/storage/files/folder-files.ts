import { createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError, errorCode } from '../../platform/errors.ts'
import type { NewId } from '../../platform/ids.ts'
import type { Files } from './files.ts'

/** Keeps files in a folder, spread over 256 folders by the last two digits of their ids. */
export function openFolderFiles(folder: string, newId: NewId): Files {
  const pathOf = (id: string) => {
    if (!/^[0-9a-f-]{36}$/.test(id)) throw notFound()
    return join(folder, id.slice(-2), id)
  }

  async function put(content: Readable): Promise<{ id: string; bytes: number }> {
    const id = newId()
    const path = pathOf(id)
    const draft = `${path}.part`
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    try {
      const target = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true })
      await pipeline(content, target)
      await rename(draft, path)
      return { id, bytes: target.bytesWritten }
    } catch (error) {
      await rm(draft, { force: true })
      if (errorCode(error) !== 'ENOSPC') throw error
      throw new AppError('disk_full', 503, 'The disk is full: the file was not kept.', { cause: error })
    }
  }

  async function get(id: string): Promise<Readable> {
    try {
      const handle = await open(pathOf(id), 'r')
      return handle.createReadStream()
    } catch (error) {
      throw errorCode(error) === 'ENOENT' ? notFound() : error
    }
  }

  async function find(id: string): Promise<{ bytes: number } | undefined> {
    try {
      const { size } = await stat(pathOf(id))
      return { bytes: size }
    } catch (error) {
      if (errorCode(error) === 'ENOENT' || error instanceof AppError) return undefined
      throw error
    }
  }

  async function openPath(id: string) {
    const path = pathOf(id)
    if (!(await find(id))) throw notFound()
    return { path, release: async () => undefined }
  }

  return { put, get, open: openPath, stat: find, delete: (id) => rm(pathOf(id), { force: true }) }
}

function notFound(): AppError {
  return new AppError('file_not_found', 404, 'No such file.')
}
