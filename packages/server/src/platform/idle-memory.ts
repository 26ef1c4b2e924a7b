import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Gives memory back when a thread comes to rest. V8 collects while a thread allocates; one that stops after a busy
 * hour would keep for ever what that hour took. Call the returned function at every sign of rest: the collection
 * comes once there was no other call for `afterMs`.
 */
export function releaseMemoryWhenIdle(afterMs: number): { rest(): void; stop(): void } {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (options: { type: 'major' }) => void
  let timer: NodeJS.Timeout | undefined
  return {
    rest() {
      clearTimeout(timer)
      timer = setTimeout(() => collect({ type: 'major' }), afterMs).unref()
    },
    stop: () => clearTimeout(timer),
  }
}
