import { parentPort } from 'node:worker_threads'
import { type Division, type DivisionReport, startDivision } from './division.ts'

// Divides conversions beside the server, one division in the life of the thread.
const port = parentPort
if (!port) throw new Error('Conversions are divided in a worker thread.')

port.once('message', (division: Division) => {
  const report = (one: DivisionReport) => port.postMessage(one)
  const run = startDivision(division)
  for (;;) {
    const step = run.next()
    if (step.done) return report({ kind: 'done', attribution: step.value })
    report({ kind: 'step', ...step.value })
  }
})
