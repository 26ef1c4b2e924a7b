/** What is kept in this browser. Storage may be full, switched off or forbidden: then nothing is kept, and nobody fails. */
export class Keep {
  isAllowed = false
  readonly #prefix: string

  constructor(prefix: string) {
    this.#prefix = prefix
  }

  read(name: string): unknown {
    try {
      return this.isAllowed ? JSON.parse(localStorage.getItem(this.#prefix + name) ?? 'null') : null
    } catch {
      return null
    }
  }

  write(name: string, value: unknown): void {
    try {
      if (value === null) localStorage.removeItem(this.#prefix + name)
      else if (this.isAllowed) localStorage.setItem(this.#prefix + name, JSON.stringify(value))
    } catch {}
  }

  /** Names that begin with `start`. */
  names(start: string): string[] {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(this.#prefix + start))
        .map((key) => key.slice(this.#prefix.length))
    } catch {
      return []
    }
  }
}
