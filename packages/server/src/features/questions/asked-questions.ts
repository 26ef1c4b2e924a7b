import type { QuestionProgress } from '@teia/contracts'
import { Progress } from '../../analytics/index.ts'

/** A question at work: how far it is, and the signal by which whoever knows its id stops it. */
export type AskedQuestion = { progress: Progress; stop: AbortController; startedAt: number }

/** The questions that this server is at work on, by the ids that their askers gave them. */
export class AskedQuestions {
  readonly #byId = new Map<string, AskedQuestion>()
  readonly #nowMs: () => number

  /** `nowMs` is any clock that does not go back, in milliseconds. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** Begins a question; one without an id can be neither looked at nor stopped from elsewhere. */
  begin(workspaceId: string, id: string | undefined): { asked: AskedQuestion; end: () => void } {
    const asked = { progress: new Progress(), stop: new AbortController(), startedAt: this.#nowMs() }
    if (id === undefined) return { asked, end: () => undefined }
    const key = keyOf(workspaceId, id)
    this.#byId.set(key, asked)
    const end = () => {
      // A later question may have taken the same id.
      if (this.#byId.get(key) === asked) this.#byId.delete(key)
    }
    return { asked, end }
  }

  /** How far a question is; undefined where none of that id is at work in the workspace. */
  find(workspaceId: string, id: string): QuestionProgress | undefined {
    const asked = this.#byId.get(keyOf(workspaceId, id))
    return asked && { ...asked.progress.now(), elapsedMs: Math.round(this.#nowMs() - asked.startedAt) }
  }

  /** Stops a question; says whether there was one. */
  stop(workspaceId: string, id: string): boolean {
    const asked = this.#byId.get(keyOf(workspaceId, id))
    asked?.stop.abort()
    return asked !== undefined
  }
}

const keyOf = (workspaceId: string, id: string) => `${workspaceId} ${id}`
