import { execFileSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { spawnServer, timestamp } from './spawned-server.ts'

const DISK_MB = 700
const LEFT_MB = 24
const mayMount = process.platform === 'linux' && process.getuid?.() === 0

test.skipIf(!mayMount)(
  'on a full disk calls are refused by name, and all that was acknowledged is there once there is room again (needs root, to mount a small disk)',
  async () => {
    const server = await spawnServer()
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', server.folder])
    const filler = 'x'.repeat(30_000)
    const call = (n: number) =>
      fetch(`${server.url}/v1/batch`, {
        method: 'POST',
        body: JSON.stringify({
          writeKey: server.keys.write,
          batch: Array.from({ length: 14 }, (_, place) => ({
            type: 'track',
            event: 'Full',
            userId: 'u',
            timestamp,
            messageId: `${n}-${place}`,
            properties: { place: String(place), filler },
          })),
        }),
      })
    try {
      await server.start()
      const ballast = join(server.folder, 'ballast')
      const { bavail, bsize } = statfsSync(server.folder)
      writeFileSync(ballast, Buffer.alloc(bavail * bsize - LEFT_MB * 1024 * 1024))
      let acknowledged = 0
      let refusal: Response | undefined
      for (let n = 0; n < 300 && !refusal; n += 1) {
        const answer = await call(n)
        if (answer.ok) acknowledged += 1
        else refusal = answer
      }
      expect(acknowledged).toBeGreaterThan(0)
      expect([refusal?.status, refusal?.headers.get('retry-after')]).toEqual([503, '1'])
      expect(await refusal?.json()).toMatchObject({
        code: 'disk_full',
        detail: 'The disk is full: nothing was accepted.',
      })
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200)

      rmSync(ballast)
      await expect.poll(async () => (await call(1_000)).status, { timeout: 60_000, interval: 500 }).toBe(200)
      await expect
        .poll(() => server.countsBy('place', 'Full').catch(() => null), { timeout: 120_000, interval: 1_000 })
        .toEqual(
          Object.fromEntries(Array.from({ length: 14 }, (_, place) => [String(place), acknowledged + 1])),
        )
    } finally {
      await server.kill('SIGTERM')
      execFileSync('umount', ['-l', server.folder])
      await server.close()
    }
  },
  300_000,
)
