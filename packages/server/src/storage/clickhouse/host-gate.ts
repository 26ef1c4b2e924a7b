/**
 * Decides which statements run at once. Inserts have a lane of their own, so that they never wait for a
 * question. Questions share a lane of two, because two heavy ones already fill the machine and a third only
 * slows the inserts; a question that is quick as a rule passes through a lane of four. One slow run on a busy machine
 * does not send it behind two heavy ones, where it might wait for a minute. A question about the engine itself has a
 * lane of its own: what is stuck could not be looked at otherwise.
 */
export type Lane = 'insert' | 'heavy' | 'quick' | 'engine'

const WIDTH: Record<Lane, number> = { insert: 1, heavy: 2, quick: 4, engine: 2 }
const QUICK_MS = 100
/** A quick run adds one up to this, a slow one takes two; above zero the quick lane is open. */
const BEST_STANDING = 6
const REMEMBERED_NAMES = 2_000
const aboutEngine = /^\s*SELECT\b[^()]*\bFROM system\.\w+/i

export type Gate = {
  /** Picks the lane of a statement by its kind and by what its name has cost lately. */
  laneOf(statement: { isInsert: boolean; name: string | undefined; sql?: string }): Lane
  /** Runs the work when its lane has room. Work whose signal is aborted while it waits is never run. */
  run<T>(lane: Lane, signal: AbortSignal, work: () => Promise<T>): Promise<T>
  /** Remembers what a named statement cost. */
  learn(name: string | undefined, elapsedMs: number): void
}

export function openGate(): Gate {
  const lanes: Record<Lane, LaneState> = {
    insert: newLane(),
    heavy: newLane(),
    quick: newLane(),
    engine: newLane(),
  }
  const standings = new Map<string, number>()

  return {
    laneOf({ isInsert, name, sql }) {
      if (isInsert) return 'insert'
      if (sql !== undefined && aboutEngine.test(sql)) return 'engine'
      return name !== undefined && (standings.get(name) ?? 0) > 0 ? 'quick' : 'heavy'
    },
    async run(lane, signal, work) {
      await enter(lanes[lane], WIDTH[lane])
      try {
        signal.throwIfAborted()
        return await work()
      } finally {
        leave(lanes[lane])
      }
    },
    learn(name, elapsedMs) {
      if (name === undefined) return
      const standing = standings.get(name) ?? 0
      if (elapsedMs <= QUICK_MS) {
        if (standing > 0 || standings.size < REMEMBERED_NAMES)
          standings.set(name, Math.min(BEST_STANDING, standing + 1))
      } else if (standing > 2) standings.set(name, standing - 2)
      else standings.delete(name)
    },
  }
}

type LaneState = { running: number; waiting: (() => void)[] }

function newLane(): LaneState {
  return { running: 0, waiting: [] }
}

async function enter(lane: LaneState, width: number): Promise<void> {
  if (lane.running < width) {
    lane.running += 1
    return
  }
  await new Promise<void>((resolve) => lane.waiting.push(resolve))
}

/** The place passes straight to the next in line, so that nobody overtakes. */
function leave(lane: LaneState): void {
  const next = lane.waiting.shift()
  if (next) next()
  else lane.running -= 1
}
