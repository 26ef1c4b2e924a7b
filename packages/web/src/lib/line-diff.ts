export type DiffLine = { kind: 'same' | 'added' | 'removed'; text: string }

/** The shortest way from one text to another by whole lines (longest common subsequence). Texts of up to 2,000 lines. */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = before === '' ? [] : before.split('\n').slice(0, 2_000)
  const fresh = after === '' ? [] : after.split('\n').slice(0, 2_000)
  const width = fresh.length + 1
  // common[i * width + j]: how many lines the rests from i and j have in common.
  const common = new Uint32Array((old.length + 1) * width)
  const at = (i: number, j: number) => common[i * width + j] ?? 0
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = fresh.length - 1; j >= 0; j--)
      common[i * width + j] =
        old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < fresh.length) {
    const [left, right] = [old[i], fresh[j]]
    if (left !== undefined && left === right) {
      lines.push({ kind: 'same', text: left })
      i++
      j++
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'removed', text: left })
      i++
    } else if (right !== undefined) {
      lines.push({ kind: 'added', text: right })
      j++
    }
  }
  return lines
}
