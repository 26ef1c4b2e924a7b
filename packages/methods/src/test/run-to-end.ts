/** What a generator returns, without regard to what it yields on the way. */
export function runToEnd<Result>(run: Generator<unknown, Result>): Result {
  for (;;) {
    const next = run.next()
    if (next.done) return next.value
  }
}
