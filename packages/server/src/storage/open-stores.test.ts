import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type StoresProcess, startStoresProcess } from '../../test/fixtures/stores-process.ts'
import { isAlive, waitForExit } from './processes.ts'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'teia-test-'))
  undo.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function start(folder: string): Promise<StoresProcess> {
  const stores = await startStoresProcess(folder)
  undo.push(() => isAlive(stores.pid) && stores.close())
  return stores
}

test('what was written is there again after a stop, and a stop leaves no process behind', async () => {
  const folder = newFolder()
  const first = await start(folder)
  await first.tell({ do: 'write' })
  await first.tell({ do: 'append', text: 'hello' })
  await first.close()
  expect(first.engines).toHaveLength(2)
  expect(first.engines.filter(isAlive)).toEqual([])

  const second = await start(folder)
  expect(await second.tell({ do: 'read' })).toEqual({ postgres: 1, clickhouse: 1, texts: ['hello'] })
})

test('a second Teia on the same folder is refused, with the name of the first', async () => {
  const folder = newFolder()
  const first = await start(folder)

  const refusal = await start(folder).catch((error: Error) => error.message)

  expect(refusal).toContain(`another Teia is using the data folder ${folder}`)
  expect(refusal).toContain(`process ${first.pid} on `)
})

test('nothing acknowledged is lost by kill -9, and the next start takes over the orphaned engines', async () => {
  const folder = newFolder()
  const first = await start(folder)
  await first.tell({ do: 'write' })
  const acknowledged: string[] = []
  for (let i = 0; i < 50; i++) {
    await first.tell({ do: 'append', text: `event ${i}` })
    acknowledged.push(`event ${i}`)
  }
  void first.tell({ do: 'append', text: 'perhaps' }).catch(() => undefined)
  await first.kill()

  const second = await start(folder)

  const found = (await second.tell({ do: 'read' })) as {
    postgres: number
    clickhouse: number
    texts: string[]
  }
  expect(found).toMatchObject({ postgres: 1, clickhouse: 1 })
  expect(found.texts.slice(0, 50)).toEqual(acknowledged)
  for (const pid of first.engines) expect(await waitForExit(pid, 5_000)).toBe(true)
})

test('an engine that is killed comes back, and questions wait for it', async () => {
  const folder = newFolder()
  const stores = await start(folder)
  await stores.tell({ do: 'write' })

  for (const pid of stores.engines) process.kill(pid, 'SIGKILL')
  for (const pid of stores.engines) expect(await waitForExit(pid, 5_000)).toBe(true)

  const answer = await readWhenBack(stores)
  expect(answer).toEqual({ postgres: 1, clickhouse: 1, texts: [] })
})

/** PostgreSQL's driver reports a lost connection at once; asking again is the caller's part. */
async function readWhenBack(stores: StoresProcess): Promise<unknown> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await stores.tell({ do: 'read' })
    } catch (error) {
      if (attempt === 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

test('a data folder that cannot be one is explained in one message', async () => {
  const file = join(newFolder(), 'file')
  writeFileSync(file, '')

  const refusal = await start(join(file, 'data')).catch((error: Error) => error.message)

  expect(refusal).toContain(`cannot use its data folder ${file}/data: a file is in the way`)
  expect(refusal).toContain('TEIA_DATA_DIR')
})

test('a folder whose path is too long for a socket works all the same', async () => {
  const folder = join(newFolder(), 'x'.repeat(120))
  const stores = await start(folder)
  await stores.tell({ do: 'write' })
  expect(await stores.tell({ do: 'read' })).toMatchObject({ postgres: 1, clickhouse: 1 })
})
