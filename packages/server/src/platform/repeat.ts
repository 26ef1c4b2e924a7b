import type { Log } from './log.ts'

/** Repeats work with a pause between the end of one run and the start of the next. A failed run is logged and tried again. */
export function startRepeating(
  options: { everyMs: number; name: string; log: Log },
  work: () => Promise<void>,
) {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout
  const schedule = () => {
    if (stopped) return
    timer = setTimeout(() => {
      running = work()
        .catch((err) => options.log.warn({ err }, `${options.name} failed and will be tried again`))
        .then(schedule)
    }, options.everyMs)
    timer.unref()
  }
  schedule()
  return {
    async stop(): Promise<void> {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
