import { randomFillSync } from 'node:crypto'
import type { Clock } from './clock.ts'

/** Fills the bytes with randomness. Passed in, so that tests can repeat ids. */
export type FillRandom = (bytes: Uint8Array) => void
export type NewId = () => string

/** What ids of ours look like: what does not is nobody's id, and no question to a store. */
export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * Makes a generator of UUIDv7 (RFC 9562): ids that sort by the millisecond they were made in, and within
 * one generator also inside a millisecond (the 12 bits after the version count up; when they are used up,
 * the generator borrows from the next millisecond).
 *
 * @example const newId = idGenerator(systemClock); newId() // '0199d2c4-7d1c-7000-8a3e-...'
 */
export function idGenerator(now: Clock, fillRandom: FillRandom = (bytes) => randomFillSync(bytes)): NewId {
  let lastMs = 0
  let counter = 0
  return () => {
    const ms = now().getTime()
    if (ms > lastMs) {
      lastMs = ms
      counter = 0
    } else if (++counter > 0xfff) {
      lastMs += 1
      counter = 0
    }
    return format(lastMs, counter, fillRandom)
  }
}

function format(ms: number, counter: number, fillRandom: FillRandom): string {
  const bytes = Buffer.alloc(16)
  fillRandom(bytes.subarray(8))
  bytes.writeUIntBE(ms, 0, 6)
  bytes.writeUInt16BE(0x7000 | counter, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
