const delimiters = [',', ';', '\t', '|'] as const

/** The one that cuts the most of the first lines into the same number of cells, more than one. */
export function detectDelimiter(text: string): string {
  const lines = text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 50)
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines
  let best: string = ','
  let bestScore = 0
  for (const delimiter of delimiters) {
    const counts = whole.map((line) => line.replace(/"(?:[^"]|"")*"/g, '').split(delimiter).length)
    const usual = counts[0] ?? 1
    if (usual < 2) continue
    const score =
      (counts.filter((count) => count === usual).length / counts.length) * 100 + Math.min(usual, 50) / 100
    if (score > bestScore) [best, bestScore] = [delimiter, score]
  }
  return best
}
