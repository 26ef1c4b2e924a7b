import { z } from 'zod'

const Event = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  /** Microseconds. */
  ts: z.number(),
  dur: z.number().optional(),
  /** Of that, what the thread was on a processor. */
  tdur: z.number().optional(),
  args: z.record(z.string(), z.unknown()).optional(),
})
type Event = z.infer<typeof Event>
const Trace = z.object({ traceEvents: z.array(Event.catch({ name: '', ph: '', pid: 0, tid: 0, ts: 0 })) })

/** What of Chromium's own trace tells the frames that were drawn and the work of the main thread. */
export const frameCategories = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
]

const kinds = {
  script: ['EventDispatch', 'FireAnimationFrame', 'TimerFire', 'FunctionCall', 'RunMicrotasks', 'V8.GC'],
  style: ['UpdateLayoutTree'],
  layout: ['Layout'],
  paint: ['PrePaint', 'Paint', 'Layerize', 'Commit', 'CompositeLayers'],
} as const
type Kind = keyof typeof kinds
const kindOf = (name: string) =>
  (Object.keys(kinds) as Kind[]).find((kind) => kinds[kind].some((one) => one === name))

export type Frames = {
  /** Milliseconds from the first frame to the last, and between each and the next. */
  lasted: number
  gaps: number[]
  /** Milliseconds of a processor that the main thread took for each frame, and what it was for, of all frames. */
  work: number[]
  by: Record<Kind, number>
  /** Tasks of the main thread longer than 50 ms. */
  longTasks: number
}

const isDone = ({ ph, dur }: Event) => ph === 'X' && dur !== undefined

/** Own time of each kind of work: what runs inside of something else is not counted twice. */
function workBy(events: readonly Event[]): Record<Kind, number> {
  const by = { script: 0, style: 0, layout: 0, paint: 0 }
  const open: { kind: Kind; end: number }[] = []
  for (const { name, ts, dur = 0, tdur = dur } of events.filter(isDone).toSorted((a, b) => a.ts - b.ts)) {
    const kind = kindOf(name)
    if (!kind) continue
    while ((open.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= ts) open.pop()
    const outer = open.at(-1)
    if (outer) by[outer.kind] -= tdur / 1000
    by[kind] += tdur / 1000
    open.push({ kind, end: ts + dur })
  }
  return by
}

/** Reads the frames of the page out of a trace: of the process whose main thread had the most to do. */
export function framesOf(trace: Buffer): Frames {
  const events = Trace.parse(JSON.parse(trace.toString())).traceEvents
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const tasksOf = ({ pid, tid }: Event) =>
    events.filter((one) => one.name === 'RunTask' && one.pid === pid && one.tid === tid && isDone(one))
  const sum = (list: readonly Event[]) => list.reduce((all, { dur = 0 }) => all + dur, 0)
  const [busiest] = mains
    .map((main) => ({ main, tasks: tasksOf(main) }))
    .sort((a, b) => sum(b.tasks) - sum(a.tasks))
  if (!busiest) throw new Error('The trace tells of no page.')
  const { main, tasks } = busiest
  const drawn = events.filter(({ name, pid }) => name === 'DrawFrame' && pid === main.pid).map(({ ts }) => ts)
  const times = [...new Set(drawn)].sort((a, b) => a - b)
  const gaps = times.slice(1).map((at, index) => (at - (times[index] ?? at)) / 1000)
  const begun = events
    .filter(({ name, pid }) => name === 'BeginMainThreadFrame' && pid === main.pid)
    .map(({ ts }) => ts)
    .sort((a, b) => a - b)
  const work = begun.slice(1).map((to, index) => {
    const from = begun[index] ?? to
    const own = tasks.filter(({ ts }) => ts >= from && ts < to)
    return own.reduce((all, { dur = 0, tdur = dur }) => all + tdur, 0) / 1000
  })
  return {
    lasted: ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000,
    gaps,
    work,
    by: workBy(events.filter(({ pid, tid }) => pid === main.pid && tid === main.tid)),
    longTasks: tasks.filter(({ dur = 0 }) => dur > 50_000).length,
  }
}
