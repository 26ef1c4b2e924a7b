import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib'
import { faultOf } from '@teia/contracts'
import { ReadFault } from '../../../platform/table-row.ts'
import { openZipEntry } from './zip.ts'

export type Compression = 'none' | 'gzip' | 'zstd' | 'brotli'
/**
 * Where the bytes of one file lie: at a path, where with `entry` the file is this member of a ZIP archive, or in memory.
 */
export type ByteSource = { name: string } & ({ path: string; entry?: string } | { content: Uint8Array })

/** What compressed files may grow to. */
export type ExpansionLimits = { maxBytes: number; maxRatio: number }
/** Small files may grow as they like; the ratio counts from here on. */
const freeBytes = 64 * 1024 * 1024

/** Opens the bytes of a file, decompressed. `onRead` is told the bytes taken from the disk. */
export async function openBytes(
  source: ByteSource,
  limits: ExpansionLimits,
  onRead: (bytes: number) => void = () => undefined,
): Promise<Readable> {
  const inner = await openStored(source)
  const compression = await compressionOf(source)
  let taken = 0
  inner.on('data', (chunk: Buffer) => {
    taken += chunk.length
    onRead(chunk.length)
  })
  inner.pause()
  const expander = expanderOf(compression)
  const guard = guardOf(source, limits, () => taken)
  const forward = (error: Error) =>
    guard.destroy(error instanceof ReadFault ? error : unreadable(source, error, compression))
  inner.on('error', forward)
  if (inner.errored) forward(inner.errored)
  if (expander) {
    expander.on('error', forward)
    inner.pipe(expander).pipe(guard)
  } else inner.pipe(guard)
  guard.on('close', () => {
    inner.destroy()
    expander?.destroy()
  })
  return guard
}

const chunkBytes = 256 * 1024

function* chunksOf(content: Uint8Array): Generator<Buffer> {
  for (let at = 0; at < content.length; at += chunkBytes)
    yield Buffer.from(content.buffer, content.byteOffset + at, Math.min(chunkBytes, content.length - at))
}

async function openStored(source: ByteSource): Promise<Readable> {
  if ('content' in source) return Readable.from(chunksOf(source.content), { objectMode: false })
  if (source.entry !== undefined) return openZipEntry(source.path, source.entry)
  return createReadStream(source.path, { highWaterMark: chunkBytes })
}

function expanderOf(compression: Compression): Transform | null {
  const options = { chunkSize: chunkBytes }
  if (compression === 'gzip') return createGunzip(options)
  if (compression === 'zstd') return createZstdDecompress(options)
  if (compression === 'brotli') return createBrotliDecompress(options)
  return null
}

function guardOf(source: ByteSource, limits: ExpansionLimits, taken: () => number): Transform {
  const file = source.name
  let given = 0
  return new Transform({
    readableHighWaterMark: 512 * 1024,
    transform(chunk: Buffer, _encoding, done) {
      given += chunk.length
      if (given > limits.maxBytes)
        return done(
          new ReadFault(faultOf('file_grows_past', { file, megabytes: megabytes(limits.maxBytes) })),
        )
      if (given > freeBytes && given > limits.maxRatio * taken())
        return done(
          new ReadFault(
            faultOf('file_grows_times', { file, times: limits.maxRatio, megabytes: megabytes(given) }),
          ),
        )
      done(null, chunk)
    },
  })
}

const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024)

/** Of what zlib and the archive say, only which fault it is: their words are English. */
function unreadable({ name: file }: ByteSource, cause: Error, form: Compression): ReadFault {
  const fault = /bytes in the stream/.test(cause.message)
    ? faultOf('zip_size_wrong', { file })
    : /unexpected end of file|unexpected EOF/i.test(cause.message)
      ? faultOf('file_cut_short', { file })
      : form === 'none'
        ? faultOf('file_unreadable', { file })
        : faultOf('file_packed_unsound', { file, form })
  return new ReadFault(fault, { cause })
}

/** Decided by the first bytes; Brotli has none of its own and goes by its name. */
export async function compressionOf(source: ByteSource): Promise<Compression> {
  const head = await firstBytes(source, 4)
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) return 'zstd'
  return /\.br$/i.test(source.name) ? 'brotli' : 'none'
}

/** The first bytes as they are stored, still compressed. */
async function firstBytes(source: ByteSource, count: number): Promise<Buffer> {
  if (!('content' in source) && source.entry === undefined) {
    await using file = await open(source.path, 'r')
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0)
    return buffer.subarray(0, bytesRead)
  }
  try {
    return await headOf(await openStored(source), count)
  } catch (cause) {
    throw cause instanceof ReadFault || !(cause instanceof Error) ? cause : unreadable(source, cause, 'none')
  }
}

/** The first bytes of a stream, which is ended. */
export async function headOf(stream: Readable, count: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= count) break
  }
  stream.destroy()
  return Buffer.concat(chunks).subarray(0, count)
}
