import { DAY } from './time.ts'

type Task = { at: number; order: number; run: (at: number) => void }

/** What is going to happen, kept by day so that only the day at hand has to be in order. */
export type Agenda = {
  /** Plans work. Times at or after the end of the window are forgotten, they lie outside the world. */
  plan(at: number, run: (at: number) => void): void
  /** Runs the work of one day in order of time, including what that work plans for the same day. */
  runDay(day: number): void
}

/** Opens the agenda of a window of whole days. Equal times run in the order in which they were planned. */
export function openAgenda(start: number, days: number): Agenda {
  const later: (Task[] | undefined)[] = []
  const until = start + days * DAY
  let heap: Task[] = []
  let today = -1
  let planned = 0

  return {
    plan(at, run) {
      if (at >= until) return
      const task = { at: Math.max(at, start), order: planned++, run }
      const day = Math.floor((task.at - start) / DAY)
      if (day <= today) push(heap, task)
      else {
        const bucket = later[day]
        if (bucket) bucket.push(task)
        else later[day] = [task]
      }
    },
    runDay(day) {
      today = day
      // An array in ascending order is already a heap.
      heap = (later[day] ?? []).sort((a, b) => (before(a, b) ? -1 : 1))
      later[day] = undefined
      for (let task = pop(heap); task; task = pop(heap)) task.run(task.at)
    },
  }
}

function before(a: Task, b: Task): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function push(heap: Task[], task: Task): void {
  let at = heap.length
  heap.push(task)
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = heap[parent]
    if (!above || !before(task, above)) break
    heap[at] = above
    at = parent
  }
  heap[at] = task
}

function pop(heap: Task[]): Task | undefined {
  const first = heap[0]
  const last = heap.pop()
  if (!first || !last || heap.length === 0) return first
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    const right = heap[child + 1]
    let lower = heap[child]
    if (!lower) break
    if (right && before(right, lower)) {
      lower = right
      child++
    }
    if (!before(lower, last)) break
    heap[at] = lower
    at = child
  }
  heap[at] = last
  return first
}
