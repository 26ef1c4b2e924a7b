import type { Files } from '../../storage/files/files.ts'
import type { StoredFile } from './imports.queries.ts'
import type { ThreadFile } from './thread-messages.ts'

/** Runs work on files that lie on this machine for as long as it lasts. */
export async function withLocalFiles<T>(
  files: Files,
  stored: readonly StoredFile[],
  work: (local: ThreadFile[]) => Promise<T>,
): Promise<T> {
  const opened = new Map<string, { path: string; release(): Promise<void> }>()
  try {
    for (const { fileId } of stored) if (!opened.has(fileId)) opened.set(fileId, await files.open(fileId))
    const local = stored.map(({ fileId, entry, name, bytes, sha256 }) => ({
      path: opened.get(fileId)?.path ?? '',
      ...(entry !== undefined && { entry }),
      name,
      bytes,
      sha256,
    }))
    return await work(local)
  } finally {
    for (const one of opened.values()) await one.release()
  }
}

/** Removes the uploads of an import. */
export async function deleteFiles(files: Files, stored: readonly StoredFile[]): Promise<void> {
  for (const id of new Set(stored.map((one) => one.fileId))) await files.delete(id)
}
