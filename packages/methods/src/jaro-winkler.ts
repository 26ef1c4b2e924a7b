/**
 * Similarity of two texts, 0 to 1: the share of letters that both have in nearly the same place, less half of those in
 * another order (Jaro 1989), raised for a common beginning of up to four letters by a tenth of what is missing (Winkler
 * 1990, "String comparator metrics and enhanced decision rules in the Fellegi-Sunter model of record linkage").
 *
 * @example jaroWinkler('MARTHA', 'MARHTA') // 0.9611
 */
export function jaroWinkler(one: string, other: string): number {
  const jaro = jaroOf([...one], [...other])
  const most = Math.min(4, one.length, other.length)
  let prefix = 0
  while (prefix < most && one[prefix] === other[prefix]) prefix += 1
  return jaro + prefix * 0.1 * (1 - jaro)
}

function jaroOf(x: readonly string[], y: readonly string[]): number {
  if (x.length === 0 || y.length === 0) return x.length === y.length ? 1 : 0
  const reach = Math.max(0, Math.floor(Math.max(x.length, y.length) / 2) - 1)
  const taken = new Array<boolean>(y.length).fill(false)
  const inX: string[] = []
  for (const [place, letter] of x.entries())
    for (let at = Math.max(0, place - reach); at <= Math.min(y.length - 1, place + reach); at += 1)
      if (!taken[at] && y[at] === letter) {
        taken[at] = true
        inX.push(letter)
        break
      }
  const inY = y.filter((_, place) => taken[place])
  const n = inX.length
  if (n === 0) return 0
  const swapped = inX.filter((letter, place) => letter !== inY[place]).length / 2
  return (n / x.length + n / y.length + (n - swapped) / n) / 3
}
