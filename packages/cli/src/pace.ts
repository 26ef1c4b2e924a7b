/** Below this there is no use in sleeping: timers are not finer. */
const shortestMs = 5

/**
 * Holds a loop to a rate. The returned function is told how many are done and waits while that is too many.
 *
 * @param perSecond how many a second; 0 or undefined: as fast as can be
 * @param now milliseconds of a clock that never goes back
 */
export function openPace(
  perSecond: number | undefined,
  now: () => number,
  wait: (ms: number) => Promise<unknown>,
): (done: number) => Promise<void> {
  const startedAt = now()
  return async (done) => {
    if (!perSecond) return
    const aheadMs = (done / perSecond) * 1000 - (now() - startedAt)
    if (aheadMs >= shortestMs) await wait(aheadMs)
  }
}
