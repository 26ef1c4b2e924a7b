import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import { openLmdbEventLog } from '../../storage/log/lmdb-event-log.ts'
import { forgetOldMessages, repetitionWindowMs, splitRepetitions } from './message-index.ts'

const event = (eventId: number, messageId: string, receivedAt: number) =>
  ({ eventId, workspaceId: 'w', messageId, receivedAt }) as AcceptedEvent

test('a message id that comes again counts once within thirty days, across restarts, and anew afterwards', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'teia-test-'))
  const first = openLmdbEventLog(join(folder, 'log'))
  const { fresh, repeated, entries } = splitRepetitions(first.keyspace('messages'), [
    event(1, 'a', 0),
    event(2, 'a', 1),
    event(3, 'b', 2),
  ])
  expect([fresh.map((one) => one.eventId), repeated.map((one) => one.eventId)]).toEqual([[1, 3], [2]])
  await first.keyspace('messages').putMany(entries.map(({ key, value }) => [key, value] as const))
  await first.close()

  const second = openLmdbEventLog(join(folder, 'log'))
  const again = splitRepetitions(second.keyspace('messages'), [
    event(1, 'a', 0),
    event(9, 'a', repetitionWindowMs),
    event(10, 'b', repetitionWindowMs + 3),
  ])
  // The event that wrote the entry meets itself after a crash; the last one comes after the window.
  expect(again.fresh.map((one) => one.eventId)).toEqual([1, 10])
  expect(again.repeated.map((one) => one.eventId)).toEqual([9])
  expect(await forgetOldMessages(second, new Date(repetitionWindowMs + 1))).toBe(1)
  expect(await forgetOldMessages(second, new Date(repetitionWindowMs + 1))).toBe(0)
  await second.close()
  rmSync(folder, { recursive: true, force: true })
})
