import type { Readable } from 'node:stream'

/** Uploads, exports and recordings, each under an id that this store gave out; names of users never become paths. */
export type Files = {
  /** Stores everything the stream carries and resolves with its id and size once it is on disk. */
  put(content: Readable): Promise<{ id: string; bytes: number }>
  /** The content from the start. Throws `file_not_found`. */
  get(id: string): Promise<Readable>
  /**
   * A path on this machine that holds the content, for readers that jump about in it. It stays until `release`.
   * Throws `file_not_found`.
   */
  open(id: string): Promise<{ path: string; release(): Promise<void> }>
  /** Size in bytes, or undefined when there is no such file. */
  stat(id: string): Promise<{ bytes: number } | undefined>
  /** Removes the file. One that is gone already is no error. */
  delete(id: string): Promise<void>
}
