import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, inject, test } from 'vitest'
import { loadConfig } from '../config.ts'
import { openStores } from './open-stores.ts'

test('with the addresses of servers no engine is started, and everything works through them', async () => {
  const { clickhouse, postgres } = inject('engines')
  const folder = mkdtempSync(join(tmpdir(), 'teia-test-'))
  // The shared engine listens on a socket alone; this gives it an address.
  const front = createServer((socket) => {
    const back = connect(clickhouse.socketPath)
    for (const end of [socket, back]) end.on('error', () => end.destroy())
    socket.pipe(back).pipe(socket)
  })
  await once(front.listen(0, '127.0.0.1'), 'listening')
  const { port } = front.address() as AddressInfo
  const config = loadConfig({
    TEIA_DATA_DIR: folder,
    TEIA_CLICKHOUSE_URL: `http://teia:${clickhouse.secret}@127.0.0.1:${port}`,
    TEIA_POSTGRES_URL: `postgres://${postgres.user}@localhost/${postgres.database}?host=${postgres.socketDir}`,
  })

  const stores = await openStores(config, pino({ level: 'silent' }))
  try {
    expect(stores.pids()).toEqual([])
    expect(await stores.health()).toEqual({ clickhouse: true, postgres: true, log: true })
    expect((await stores.pool.query('SELECT name FROM schema_migrations')).rowCount).toBeGreaterThan(0)
  } finally {
    await stores.close()
    front.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
