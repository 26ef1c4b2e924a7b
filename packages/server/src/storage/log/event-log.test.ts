import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import type { EventLog } from './event-log.ts'
import { openLmdbEventLog } from './lmdb-event-log.ts'

let folder: string
let log: EventLog

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teia-test-'))
  log = openLmdbEventLog(folder)
  return async () => {
    await log.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

async function reopen(): Promise<void> {
  await log.close()
  log = openLmdbEventLog(folder)
}

const records = (...texts: string[]) => texts.map((text) => Buffer.from(text))
const texts = (from = 1) => log.read(from, { records: 1e6, bytes: 1e9 }).map(({ value }) => value.toString())

test('records are read in the order they were appended, also after a reopen', async () => {
  const firsts = await Promise.all([
    log.append(records('a', 'b')),
    log.append(records('c')),
    log.append(records('d')),
  ])
  expect(firsts).toEqual([1, 3, 4])
  expect(texts()).toEqual(['a', 'b', 'c', 'd'])
  await reopen()
  expect(texts(3)).toEqual(['c', 'd'])
  expect([log.firstSeq(), log.lastSeq()]).toEqual([1, 4])
})

test('reading respects both limits, but never stands still before a large record', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 100 }),
      async (values, maxRecords, maxBytes) => {
        const first = await log.append(values.map((value) => Buffer.from(value)))
        const found = log.read(first, { records: maxRecords, bytes: maxBytes })
        const size = found.reduce((sum, { value }) => sum + value.length, 0)
        expect(found.length).toBeGreaterThan(0)
        expect(found.length).toBeLessThanOrEqual(maxRecords)
        expect(found.length === 1 || size <= maxBytes).toBe(true)
        expect(found.map(({ value }) => [...value])).toEqual(values.slice(0, found.length).map((v) => [...v]))
      },
    ),
    { numRuns: 40 },
  )
})

test('listeners hear of records once these can be read', async () => {
  const heard: [number, string[]][] = []
  const stop = log.onAppend((lastSeq) => heard.push([lastSeq, texts()]))
  await log.append(records('a', 'b'))
  stop()
  await log.append(records('c'))
  expect(heard).toEqual([[2, ['a', 'b']]])
})

test('numbers go on growing after everything was trimmed', async () => {
  await log.append(records('a', 'b', 'c'))
  await log.trim(3)
  expect(texts()).toEqual(['c'])
  await log.trim(100)
  expect(log.firstSeq()).toBeUndefined()
  await reopen()
  expect(log.lastSeq()).toBe(3)
  expect(await log.append(records('d'))).toBe(4)
})

test('entries and a cursor are written together and survive', async () => {
  expect(log.cursor('store')).toBe(0)
  await log.transaction((write) => {
    write.put('ids', 'm1', Buffer.from('1'))
    write.put('ids', 'm2', Buffer.from('2'))
    write.saveCursor('store', 7)
  })
  await log.transaction((write) => write.remove('ids', 'm2'))
  await reopen()
  expect(log.cursor('store')).toBe(7)
  expect(log.keyspace('ids').get('m1')?.toString()).toBe('1')
  expect(log.keyspace('ids').get('m2')).toBeUndefined()
})

test('a transaction whose filling fails writes nothing', async () => {
  const failing = log.transaction((write) => {
    write.put('ids', 'm1', Buffer.from('1'))
    throw new Error('stop')
  })
  await expect(failing).rejects.toThrow('stop')
  expect(log.keyspace('ids').get('m1')).toBeUndefined()
})

test('a range of a keyspace can be listed and removed without touching its neighbours', async () => {
  const keyspace = log.keyspace('days')
  await keyspace.putMany(
    ['0101/a', '0101/b', '0102/a', '0103/a'].map((key) => [key, Buffer.from(key)] as const),
  )
  await log.keyspace('other').putMany([['0101/a', Buffer.from('x')]])
  expect(keyspace.range('0101/', '0103/', 2).map(({ key }) => key)).toEqual(['0101/a', '0101/b'])
  expect(await keyspace.removeRange('0101/', '0102/')).toBe(2)
  expect(keyspace.range('', '~', 10).map(({ key }) => key)).toEqual(['0102/a', '0103/a'])
  expect(log.keyspace('other').get('0101/a')?.toString()).toBe('x')
})

test('a value that was read stays what it was', async () => {
  await log.append(records('first', 'second'))
  const [first] = log.read(1, { records: 1, bytes: 100 })
  log.read(2, { records: 1, bytes: 100 })
  log.keyspace('any').get('thing')
  expect(first?.value.toString()).toBe('first')
})
