import { availableParallelism } from 'node:os'
import { setImmediate as breathe } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Attribution, CodedPaths } from '@teia/methods'
import pLimit from 'p-limit'
import { type Asking, cancelled, limitsOf } from './ask.ts'
import { type Division, type DivisionReport, startDivision } from './division.ts'

type Step = (done: number, all: number) => void

/** Threads that divide at once; the other processors are left to the server and the engine. */
const inTurn = pLimit(Math.max(1, Math.floor(availableParallelism() / 2)))

/**
 * Divides conversions by all models, beside the server where there are very many touches: one step of these would keep every
 * other call waiting. What is given as paths is gone afterwards. Throws `query_cancelled`.
 */
export function dividePaths(asking: Asking, division: Division): Promise<Attribution> {
  let begun = false
  const step: Step = (done, all) => {
    if (!begun) asking.progress?.enter('dividing', all)
    begun = true
    asking.progress?.reach(done)
  }
  const isFew = division.paths.codes.length <= limitsOf(asking).touchesHere
  return isFew ? divideHere(asking, division, step) : divideBeside(asking, division, step)
}

async function divideHere({ signal }: Asking, division: Division, reach: Step): Promise<Attribution> {
  const run = startDivision(division)
  for (;;) {
    const step = run.next()
    if (step.done) return step.value
    reach(step.value.done, step.value.all)
    if (signal?.aborted) throw cancelled()
    await breathe()
  }
}

async function divideBeside({ signal }: Asking, division: Division, reach: Step): Promise<Attribution> {
  const { promise: left, reject } = Promise.withResolvers<never>()
  // Who leaves while others are at work is not kept waiting for a turn.
  left.catch(() => undefined)
  const leave = () => reject(cancelled())
  if (signal?.aborted) leave()
  signal?.addEventListener('abort', leave)
  try {
    const divided = inTurn(() => {
      if (signal?.aborted) throw cancelled()
      return divideInThread(division, reach, left)
    })
    return await Promise.race([left, divided])
  } finally {
    signal?.removeEventListener('abort', leave)
  }
}

/** Ends with the division, or with whatever `left` is rejected with. */
async function divideInThread(division: Division, reach: Step, left: Promise<never>): Promise<Attribution> {
  const thread = new Worker(new URL('./divide-paths.thread.ts', import.meta.url))
  const { promise, resolve, reject } = Promise.withResolvers<Attribution>()
  thread.on('message', (report: DivisionReport) => {
    if (report.kind === 'done') resolve(report.attribution)
    else reach(report.done, report.all)
  })
  thread.on('error', reject)
  thread.on('exit', () => reject(new Error('The thread that divides conversions ended early.')))
  try {
    thread.postMessage(division, buffersOf(division.paths))
    return await Promise.race([promise, left])
  } finally {
    await thread.terminate()
  }
}

/** Handed over, not copied. */
function buffersOf({ codes, from, counted, squares, decay }: CodedPaths) {
  const columns = [codes, from, squares, ...Object.values(counted), ...Object.values(decay ?? {})]
  return [...new Set(columns.map(({ buffer }) => buffer as ArrayBuffer))]
}
