import type { QuestionProgress } from '@teia/contracts'

type Phase = QuestionProgress['phase']

/** How far one question is; written by whoever answers it, read by whoever waits. */
export class Progress {
  #phase: Phase = 'counting'
  #done = 0
  #total: number | null = null

  /** Begins a phase that has so many parts; null where that is not known. */
  enter(phase: Phase, total: number | null): void {
    this.#phase = phase
    this.#done = 0
    this.#total = total
  }

  /** So many of the phase's parts are done. */
  reach(done: number): void {
    this.#done = done
  }

  /** A statement came to its end. */
  counted(): void {
    if (this.#phase === 'counting') this.#done += 1
  }

  now(): Omit<QuestionProgress, 'elapsedMs'> {
    return { phase: this.#phase, done: this.#done, total: this.#total }
  }
}
