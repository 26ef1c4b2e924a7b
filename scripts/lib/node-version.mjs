/** Says whether version `a` ("20.19.0") is at least version `b` ("20.19"). */
export function isAtLeast(a, b) {
  const left = a.replace(/^v/, '').split('.').map(Number)
  const right = b.split('.').map(Number)
  for (const [i, wanted] of right.entries()) {
    const got = left[i] ?? 0
    if (got !== wanted) return got > wanted
  }
  return true
}
