import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../platform/clock.ts'
import { idGenerator } from '../../platform/ids.ts'
import type { Files } from './files.ts'
import { openFolderFiles } from './folder-files.ts'

let folder: string
let files: Files

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teia-test-'))
  files = openFolderFiles(folder, idGenerator(systemClock))
  return () => rmSync(folder, { recursive: true, force: true })
})

test('a file comes back as it went in, until it is deleted', async () => {
  const { id, bytes } = await files.put(Readable.from([Buffer.from('hello '), Buffer.from('world')]))
  expect(bytes).toBe(11)
  expect(await files.stat(id)).toEqual({ bytes: 11 })
  expect(Buffer.concat(await (await files.get(id)).toArray()).toString()).toBe('hello world')
  await files.delete(id)
  expect(await files.stat(id)).toBeUndefined()
  await expect(files.get(id)).rejects.toMatchObject({ code: 'file_not_found', status: 404 })
})

test('a stream that breaks off leaves nothing behind', async () => {
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from('half')
      throw new Error('the sender went away')
    })(),
  )
  await expect(files.put(broken)).rejects.toThrow('the sender went away')
  const left = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(left).toEqual([])
})

test.each(['../secret', '/etc/passwd', '', 'x'.repeat(36)])(
  '%j is not a file, whatever lies there',
  async (id) => {
    await expect(files.get(id)).rejects.toMatchObject({ code: 'file_not_found' })
    expect(await files.stat(id)).toBeUndefined()
  },
)
