import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { faultOf } from '@teia/contracts'
import yauzl from 'yauzl'
import { ReadFault } from '../../../platform/table-row.ts'

export type ZipMember = { name: string; bytes: number; packedBytes: number }
const mostMembers = 200

/** Whether a file begins as ZIP archives do; an empty archive is one as well. */
export async function isZip(path: string): Promise<boolean> {
  await using file = await open(path, 'r')
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
  return bytesRead === 4 && ['PK\x03\x04', 'PK\x05\x06'].includes(buffer.toString('latin1'))
}

/** The files in an archive, without folders, hidden files and what macOS adds. */
export async function listZip(path: string, name: string): Promise<ZipMember[]> {
  const members: ZipMember[] = []
  await eachEntry(path, name, (entry) => {
    if (/\/$|(^|\/)(\.|__MACOSX\/)/.test(entry.fileName)) return true
    if (entry.generalPurposeBitFlag & 1)
      throw new ReadFault(faultOf('zip_encrypted', { file: name, member: entry.fileName }))
    members.push({ name: entry.fileName, bytes: entry.uncompressedSize, packedBytes: entry.compressedSize })
    if (members.length > mostMembers)
      throw new ReadFault(faultOf('zip_too_many', { file: name, most: mostMembers }))
    return true
  })
  return members
}

/** The unpacked bytes of one member. */
export async function openZipEntry(path: string, member: string): Promise<Readable> {
  let found: Readable | undefined
  await eachEntry(path, member, async (entry, zip) => {
    if (entry.fileName !== member) return true
    found = await promisify(
      zip.openReadStream.bind(zip) as (
        e: yauzl.Entry,
        done: (error: Error | null, stream: Readable) => void,
      ) => void,
    )(entry)
    // A member that lies about its size breaks before anybody reads; whoever does finds `errored` set.
    found.on('error', () => undefined)
    return false
  })
  if (!found) throw new ReadFault(faultOf('zip_member_gone', { member }))
  return found
}

/** Calls back for each entry until it answers false. The archive is closed when all that was opened of it is read. */
async function eachEntry(
  path: string,
  name: string,
  visit: (entry: yauzl.Entry, zip: yauzl.ZipFile) => boolean | Promise<boolean>,
): Promise<void> {
  const openZip = promisify(
    yauzl.open as (
      path: string,
      options: yauzl.Options,
      done: (error: Error | null, zip: yauzl.ZipFile) => void,
    ) => void,
  )
  let zip: yauzl.ZipFile
  try {
    zip = await openZip(path, { lazyEntries: true, autoClose: false })
  } catch (cause) {
    throw broken(name, cause)
  }
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on('error', reject)
      zip.on('end', resolve)
      zip.on('entry', (entry: yauzl.Entry) => {
        Promise.resolve()
          .then(() => visit(entry, zip))
          .then((goOn) => (goOn ? zip.readEntry() : resolve()), reject)
      })
      zip.readEntry()
    })
  } catch (cause) {
    throw cause instanceof ReadFault ? cause : broken(name, cause)
  } finally {
    zip.close()
  }
}

const broken = (file: string, cause: unknown) => new ReadFault(faultOf('zip_unsound', { file }), { cause })
