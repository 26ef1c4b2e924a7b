/**
 * Decides which statements run at once. Inserts have a lane of their own, so that they never wait for a
 * question. Questions share a lane of two, because two heavy ones already fill the machine and a third only
 * slows the inserts; a question that was quick the last time passes through a lane of four.
 */
export type Lane = 'insert' | 'heavy' | 'quick'

const WIDTH: Record<Lane, number> = { insert: 1, heavy: 2, quick: 4 }
const QUICK_MS = 100
const REMEMBERED_NAMES = 2_000

export type Gate = {
  /** Picks the lane of a statement by its kind and by what its name cost the last time. */
  laneOf(statement: { isInsert: boolean; name: string | undefined }): Lane
  /** Runs the work when its lane has room. Work whose signal is aborted while it waits is never run. */
  run<T>(lane: Lane, signal: AbortSignal, work: () => Promise<T>): Promise<T>
  /** Remembers what a named statement cost. */
  learn(name: string | undefined, elapsedMs: number): void
}

export function openGate(): Gate {
  const lanes: Record<Lane, LaneState> = { insert: newLane(), heavy: newLane(), quick: newLane() }
  const quickNames = new Set<string>()

  return {
    laneOf({ isInsert, name }) {
      if (isInsert) return 'insert'
      return name !== undefined && quickNames.has(name) ? 'quick' : 'heavy'
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
      if (elapsedMs > QUICK_MS) quickNames.delete(name)
      else if (quickNames.size < REMEMBERED_NAMES) quickNames.add(name)
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
