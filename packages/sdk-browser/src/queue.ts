import type { Message } from './options.ts'
import type { Keep } from './storage.ts'

const mostMessages = 1_000
const perCall = 50
/** Browsers take beacons of 64 KB in all. */
const beaconBytes = 60_000
const longestPauseMs = 60_000

/**
 * Sends messages in order, at least once: a message leaves only when the server has it, and the server drops
 * repetitions by their id. While storing is allowed, what waits survives a reload; tabs adopt what another left behind.
 */
export class Queue {
  /** While it is, messages gather and none is sent. */
  isPaused = true
  readonly #waiting: Message[] = []
  readonly #keep: Keep
  readonly #url: string
  readonly #writeKey: string
  readonly #name: string
  readonly #flushAfterMs: number
  #timer: ReturnType<typeof setTimeout> | undefined
  #isSending = false
  #failures = 0

  constructor(keep: Keep, to: { url: string; writeKey: string; flushAfterMs: number; id: string }) {
    this.#keep = keep
    this.#url = to.url
    this.#writeKey = to.writeKey
    this.#flushAfterMs = to.flushAfterMs
    this.#name = `q.${to.id}`
  }

  add(message: Message): void {
    this.#waiting.push(message)
    if (this.#waiting.length > mostMessages) this.#waiting.shift()
    this.#save()
    this.#later(this.#flushAfterMs)
  }

  /** Takes over what an earlier page could not send. */
  adopt(): void {
    for (const name of this.#keep.names('q.')) {
      const left = this.#keep.read(name)
      if (name === this.#name || !Array.isArray(left)) continue
      this.#keep.write(name, null)
      this.#waiting.unshift(...left)
    }
    this.#save()
    this.#later(0)
  }

  resume(): void {
    this.isPaused = false
    this.#later(0)
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting.length = 0
  }

  /** The page is being left: hands what waits to the browser, which sends it by itself. */
  leave(): void {
    if (this.isPaused || !navigator.onLine) return
    while (this.#waiting.length > 0) {
      let count = Math.min(perCall, this.#waiting.length)
      while (count > 1 && this.#body(count).length > beaconBytes) count = Math.ceil(count / 2)
      if (!navigator.sendBeacon?.(this.#url, this.#body(count))) return
      this.#waiting.splice(0, count)
      this.#save()
    }
  }

  async flush(): Promise<void> {
    if (this.#isSending || this.isPaused || this.#waiting.length === 0) return
    this.#isSending = true
    const sent = this.#waiting.slice(0, perCall)
    const retryMs = await this.#send(sent.length)
    this.#isSending = false
    if (retryMs !== null) return this.#later(retryMs)
    for (const message of sent) {
      const place = this.#waiting.indexOf(message)
      if (place >= 0) this.#waiting.splice(place, 1)
    }
    this.#save()
    if (this.#waiting.length > 0) this.#later(0)
  }

  /** Null: the server has them, or will never take them. Otherwise how long to wait. */
  async #send(count: number): Promise<number | null> {
    const pause = Math.min(longestPauseMs, 1_000 * 2 ** this.#failures)
    this.#failures += 1
    try {
      // Without a content type of its own a call needs no leave from the other side.
      const body = this.#body(count)
      const answer = await fetch(this.#url, { method: 'POST', body, keepalive: body.length < beaconBytes })
      if (answer.status === 429 || answer.status >= 500) {
        const said = Number(answer.headers.get('retry-after'))
        return said > 0 ? Math.min(300, said) * 1_000 : pause
      }
    } catch {
      return pause
    }
    this.#failures = 0
    return null
  }

  #body(count: number): string {
    const batch = this.#waiting.slice(0, count)
    return JSON.stringify({ batch, writeKey: this.#writeKey, sentAt: new Date().toISOString() })
  }

  #later(ms: number): void {
    clearTimeout(this.#timer)
    if (!this.isPaused) this.#timer = setTimeout(() => void this.flush(), ms)
  }

  #save(): void {
    this.#keep.write(this.#name, this.#waiting.length > 0 ? this.#waiting : null)
  }
}
