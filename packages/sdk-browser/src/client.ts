import { contextNow, newId, pageContext } from './context.ts'
import type { Fields, Message, Options, Preferences, StorageMode } from './options.ts'
import { Queue } from './queue.ts'
import { Keep } from './storage.ts'

/** The names and arguments of Segment's browser client. */
export class Client {
  readonly options: Options
  readonly #keep: Keep
  readonly #queue: Queue
  #mode: StorageMode
  #anonymousId = newId()
  #userId: string | null = null
  #groupId: string | null = null
  #traits: Fields = {}
  #preferences: Record<string, boolean> | null = null

  constructor(options: Options) {
    this.options = options
    this.#keep = new Keep(`teia.${options.writeKey.slice(0, 8)}.`)
    this.#queue = new Queue(this.#keep, {
      url: `${options.host.replace(/\/+$/, '')}/v1/b`,
      writeKey: options.writeKey,
      flushAfterMs: options.flushAfterMs ?? 1_000,
      id: newId(),
    })
    this.#mode = options.mode ?? 'cookieless'
    // A yes of an earlier visit is the only thing that may be read before the visitor is asked.
    this.#keep.isAllowed = true
    const said = this.#keep.read('consent') as Preferences | null
    this.#keep.isAllowed = false
    if (said) this.#allow(said)
    else this.#enter(this.#mode)
  }

  track(event: string, properties: Fields = {}): void {
    this.#send({ type: 'track', event, properties })
  }

  /** `page()`, `page(name)`, `page(category, name)`, each with properties last. */
  page(...given: (string | Fields | undefined)[]): void {
    const texts = given.filter((one) => typeof one === 'string')
    const own = given.find((one) => typeof one === 'object')
    const [category, name] = texts.length > 1 ? texts : [undefined, texts[0]]
    this.#send({
      type: 'page',
      ...(name !== undefined && { name }),
      ...(category !== undefined && { category }),
      properties: { ...pageContext(), ...own },
    })
  }

  /** `identify(userId, traits)` or `identify(traits)`. */
  identify(user: string | number | Fields, traits: Fields = {}): void {
    const isTraits = typeof user === 'object'
    if (!isTraits) {
      if (this.#userId !== null && this.#userId !== String(user)) this.reset()
      this.#userId = String(user)
    }
    this.#traits = { ...this.#traits, ...(isTraits ? user : traits) }
    this.#remember()
    this.#send({ type: 'identify', traits: this.#traits })
  }

  group(groupId: string | number, traits: Fields = {}): void {
    this.#groupId = String(groupId)
    this.#remember()
    this.#send({ type: 'group', groupId: this.#groupId, traits })
  }

  alias(userId: string, previousId: string = this.#userId ?? this.#anonymousId): void {
    this.#userId = userId
    this.#remember()
    this.#send({ type: 'alias', previousId })
  }

  /** Forgets who this is, as at signing out. */
  reset(): void {
    this.#userId = null
    this.#groupId = null
    this.#traits = {}
    this.#anonymousId = newId()
    this.#remember()
  }

  ready(callback: () => void): void {
    setTimeout(callback)
  }

  /**
   * What the visitor allows, by purpose. With a yes to the purpose of storing, the visitor gets a name that lasts; with a
   * no, everything that was kept is removed, and what happened since is never sent.
   */
  consent(preferences: Preferences): void {
    this.#allow(preferences)
    this.#send({ type: 'track', event: 'Segment Consent Preference Updated', properties: {} })
  }

  /** Who this is, for other scripts of the page. */
  user(): { id: string | null; anonymousId: string; traits: Fields } {
    return { id: this.#userId, anonymousId: this.#anonymousId, traits: this.#traits }
  }

  /** Sends what waits without waiting for more. */
  flush(): Promise<void> {
    return this.#queue.flush()
  }

  leave(): void {
    this.#queue.leave()
  }

  #allow(preferences: Preferences): void {
    const said = Object.entries(preferences).map(([purpose, is]) => [
      purpose,
      is === true || is === 'granted',
    ])
    this.#preferences = { ...this.#preferences, ...Object.fromEntries(said) }
    const isAllowed = this.#preferences?.[this.options.purpose ?? 'analytics_storage'] === true
    this.#enter(isAllowed ? 'full' : (this.options.denied ?? 'off'))
    this.#keep.write('consent', isAllowed ? this.#preferences : null)
  }

  #enter(mode: StorageMode): void {
    const hadName = this.#mode === 'full'
    this.#mode = mode
    this.#keep.isAllowed = mode === 'full'
    this.#queue.isPaused = mode === 'pending' || mode === 'off'
    if (mode === 'full') {
      this.#recall()
      this.#queue.adopt()
    } else if (mode !== 'pending') {
      if (hadName) this.reset()
      if (mode === 'off') this.#queue.clear()
      for (const name of this.#keep.names('')) this.#keep.write(name, null)
    }
    if (!this.#queue.isPaused) this.#queue.resume()
  }

  /** What an earlier page kept comes first, except who has been told since. */
  #recall(): void {
    const kept = this.#keep.read('who') as { a?: string; u?: string; g?: string; t?: Fields } | null
    if (kept?.a && this.#userId === null) {
      this.#anonymousId = kept.a
      this.#userId = kept.u ?? null
      this.#groupId = kept.g ?? null
      this.#traits = { ...kept.t, ...this.#traits }
    }
    this.#remember()
  }

  #remember(): void {
    const [a, u, g, t] = [this.#anonymousId, this.#userId, this.#groupId, this.#traits]
    this.#keep.write('who', { a, u, g, t })
  }

  #send(fields: Fields & { type: string }): void {
    if (this.#mode === 'off') return
    const now = new Date().toISOString()
    const message: Message = {
      ...fields,
      messageId: newId(),
      anonymousId: this.#anonymousId,
      ...(this.#userId !== null && { userId: this.#userId }),
      timestamp: now,
      context: {
        ...contextNow(),
        ...(this.#groupId !== null && { groupId: this.#groupId }),
        ...(this.#preferences && { consent: { categoryPreferences: this.#preferences } }),
      },
    }
    this.#queue.add(message)
  }
}
