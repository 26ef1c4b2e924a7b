import { hash } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import { ReadFault } from '../../platform/table-row.ts'
import { columnsOf, readColumn } from './csv-column.ts'
import { detectFiles } from './detect-files.ts'
import { isZip, listZip } from './readers/zip.ts'
import { previewImport, runImport } from './run-import.ts'
import type { ImportCommand, ImportOrder, ImportReport, ThreadFile } from './thread-messages.ts'

/** Batches that may be under way between the threads at once. */
const ahead = 4

type Report = (one: ImportReport) => void

/** Carries out orders in the present worker thread, one at a time, as long as it lives. */
export function importInThisThread(): void {
  const port = parentPort
  if (!port) throw new Error('An import is read in a worker thread.')
  const report: Report = (one) => port.postMessage(one)
  const credit = new Credit()
  port.on('message', (command: ImportCommand) => {
    if (command.kind === 'more') return credit.add()
    credit.reset()
    void carryOut(command.order, report, credit).catch((error: unknown) => {
      // Thrown outside of the promise, it ends the thread, and the server hears of it.
      setImmediate(() => {
        throw error
      })
    })
  })
}

/** How many batches may still be sent before the server has taken some. */
class Credit {
  #left = ahead
  #wake: () => void = () => undefined

  reset(): void {
    this.#left = ahead
  }

  add(): void {
    this.#left += 1
    this.#wake()
  }

  async take(): Promise<void> {
    while (this.#left <= 0)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    this.#left -= 1
  }
}

async function carryOut(order: ImportOrder, report: Report, credit: Credit): Promise<void> {
  try {
    await answer(order, report, credit)
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error
    report({ kind: 'fault', fault: error.fault })
  }
  report({ kind: 'done' })
}

async function answer(order: ImportOrder, report: Report, credit: Credit): Promise<void> {
  const { limits } = order
  switch (order.kind) {
    case 'expand':
      return report({ kind: 'expanded', files: await expandAll(order.files) })
    case 'detect':
      return report({ kind: 'detected', ...(await detectFiles(order.files, order.readings, limits)) })
    case 'columns':
      return report({ kind: 'columns', ...(await columnsOf(order.file, order.header, limits)) })
    case 'cells':
      for await (const cells of readColumn(order.file, order, limits)) {
        await credit.take()
        report({ kind: 'cells', cells })
      }
      return
    case 'preview':
      return report({ kind: 'preview', rows: await previewImport(order) })
    case 'run':
      for await (const batch of runImport(order, order.from)) {
        await credit.take()
        report(batch)
      }
  }
}

/** Archives become the files in them. */
async function expandAll(files: readonly ThreadFile[]): Promise<ThreadFile[]> {
  const expanded: ThreadFile[] = []
  for (const file of files) {
    if (!(await isZip(file.path))) {
      expanded.push(file)
      continue
    }
    for (const member of await listZip(file.path, file.name))
      expanded.push({
        path: file.path,
        entry: member.name,
        name: member.name.replace(/^.*\//, ''),
        bytes: member.bytes,
        sha256: hash('sha256', `${file.sha256}\0${member.name}`),
      })
  }
  return expanded
}
