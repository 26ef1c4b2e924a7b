import { setImmediate as breathe } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Attribution, CodedPaths } from '@teia/methods'
import { type Asking, cancelled, limitsOf } from './ask.ts'
import { type Division, type DivisionReport, startDivision } from './division.ts'

type Step = (done: number, all: number) => void

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
  if (signal?.aborted) throw cancelled()
  const thread = new Worker(new URL('./divide-paths.thread.ts', import.meta.url))
  const { promise, resolve, reject } = Promise.withResolvers<Attribution>()
  const leave = () => reject(cancelled())
  signal?.addEventListener('abort', leave)
  thread.on('message', (report: DivisionReport) => {
    if (report.kind === 'done') resolve(report.attribution)
    else reach(report.done, report.all)
  })
  thread.on('error', reject)
  thread.on('exit', () => reject(new Error('The thread that divides conversions ended early.')))
  try {
    thread.postMessage(division, buffersOf(division.paths))
    return await promise
  } finally {
    signal?.removeEventListener('abort', leave)
    await thread.terminate()
  }
}

/** Handed over, not copied. */
function buffersOf({ codes, from, counted, squares, decay }: CodedPaths) {
  const columns = [codes, from, squares, ...Object.values(counted), ...Object.values(decay ?? {})]
  return [...new Set(columns.map(({ buffer }) => buffer as ArrayBuffer))]
}
