import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CatalogueEntry, Rewriting } from '@teia/contracts'
import { pino } from 'pino'
import { openClickHouse } from '../packages/server/src/storage/clickhouse/clickhouse.client.ts'
import { apiKey, startTeia } from './processes.ts'
import type { Figure } from './report.ts'
import { fill, grow, untilFolded } from './world.ts'

const id = 'product-page'
const aimSeconds = 60

/** How long stored events take to follow a change of the catalogue, at each size. */
export async function measurePlacing(
  sizes: readonly number[],
): Promise<{ size: number; figures: Figure[] }[]> {
  const teia = await startTeia()
  const clickhouse = openClickHouse(
    {
      socketPath: join(teia.folder, 'run/clickhouse.sock'),
      secret: readFileSync(join(teia.folder, 'secret'), 'utf8').trim(),
    },
    pino({ level: 'silent' }),
  )
  const call = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...init.headers }
    const answer = await fetch(`${teia.url}/api/v1/touchpoints${path}`, { ...init, headers })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
    return answer.json()
  }
  /** Gives the touchpoint another name, as every one of its events then has to be rewritten. */
  const rename = async (name: string) => {
    const { definition, revision } = CatalogueEntry.parse(await call(`/${id}`))
    const startedAt = performance.now()
    await call(`/${id}`, {
      method: 'PUT',
      headers: { 'if-match': `"${revision}"` },
      body: JSON.stringify({ ...definition, name }),
    })
    let moved = 0
    for (;;) {
      const { state, total } = Rewriting.parse(await call('/rewriting'))
      moved = Math.max(moved, total ?? 0)
      if (state === 'idle') return { seconds: (performance.now() - startedAt) / 1000, moved }
      await sleep(100)
    }
  }
  try {
    await fill(teia)
    await untilFolded(clickhouse)
    const reports: { size: number; figures: Figure[] }[] = []
    for (const size of sizes) {
      const events = await grow(clickhouse, size)
      const { seconds, moved } = await rename(`Product page at ${size}`)
      reports.push({
        size: events,
        figures: [
          {
            name: 'history follows the catalogue',
            value: seconds,
            unit: 's',
            note: `${moved.toLocaleString('en')} events in another place`,
            aim: `< ${aimSeconds} s`,
          },
        ],
      })
    }
    return reports
  } finally {
    await clickhouse.close()
    await teia.stop()
  }
}
