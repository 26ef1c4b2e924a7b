/** A token bucket a key: `perSecond` calls in the long run, bursts of as many. */
export class RequestLimiter {
  readonly #buckets = new Map<string, { tokens: number; at: number }>()
  readonly #perSecond: number
  readonly #now: () => number

  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond
    this.#now = now
  }

  /** Takes one call. Zero: go on; otherwise the milliseconds to wait. */
  take(key: string): number {
    const now = this.#now()
    if (this.#buckets.size > 10_000) this.#buckets.clear()
    const bucket = this.#buckets.get(key) ?? { tokens: this.#perSecond, at: now }
    bucket.tokens = Math.min(this.#perSecond, bucket.tokens + ((now - bucket.at) / 1000) * this.#perSecond)
    bucket.at = now
    this.#buckets.set(key, bucket)
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1
      return 0
    }
    return ((1 - bucket.tokens) / this.#perSecond) * 1000
  }
}
