import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { StartError } from '../platform/errors.ts'
import { folderFault, openDataFolder } from './data-folder.ts'
import { startToken } from './processes.ts'

const now = () => new Date('2026-01-01T00:00:00Z')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teia-test-'))
  return () => rmSync(folder, { recursive: true, force: true })
})

test('the secret is made once and is nobody else to read', () => {
  const first = openDataFolder(folder, now)
  first.release()
  const second = openDataFolder(folder, now)
  second.release()
  expect(second.secret).toBe(first.secret)
  expect(first.secret).toMatch(/^[0-9a-f]{64}$/)
  expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
})

test('a folder that is in use is refused until it is released', () => {
  const first = openDataFolder(folder, now)
  expect(() => openDataFolder(folder, now)).toThrow(`process ${process.pid} on `)
  expect(() => openDataFolder(folder, now)).toThrow('started at 2026-01-01T00:00:00.000Z')
  first.release()
  openDataFolder(folder, now).release()
})

const lockWith = (lock: object) => writeFileSync(join(folder, 'teia.lock'), JSON.stringify(lock))
const lock = { host: 'elsewhere', startedAt: '2025-12-31T00:00:00Z' }

test('the lock of a process that is gone is cleared', () => {
  lockWith({ ...lock, pid: 2 ** 22 + 1 })
  openDataFolder(folder, now).release()
})

test('the lock of a dead process whose number was given to another is cleared', () => {
  lockWith({ ...lock, pid: process.ppid, startToken: 'another start' })
  openDataFolder(folder, now).release()
})

test('the lock of a process that lives is respected', () => {
  lockWith({ ...lock, pid: process.ppid, startToken: startToken(process.ppid) })
  expect(() => openDataFolder(folder, now)).toThrow(`process ${process.ppid} on elsewhere`)
})

test('half a lock, left by a crash of the machine, is cleared', () => {
  writeFileSync(join(folder, 'teia.lock'), '{"pid": 1')
  openDataFolder(folder, now).release()
  expect(() => readFileSync(join(folder, 'teia.lock'))).toThrow('ENOENT')
})

test.each([
  ['ENOSPC', 'the disk is full'],
  ['EROFS', 'the file system is read-only'],
  ['EACCES', 'permission denied'],
])('%s is explained as: %s', (code, words) => {
  const fault = folderFault('/data', Object.assign(new Error(code), { code }))
  expect(fault).toBeInstanceOf(StartError)
  expect(fault?.message).toContain(`/data: ${words}`)
})
