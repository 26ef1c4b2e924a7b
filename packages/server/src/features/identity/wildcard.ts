/**
 * Whether a text fits a pattern in which `*` stands for any text and `?` for one character. Takes time in proportion to
 * the two lengths multiplied at worst: nothing that a user writes is run as a regular expression.
 *
 * @example fitsWildcard('info@*', 'info@shop.example')
 */
export function fitsWildcard(pattern: string, text: string): boolean {
  let [at, inText, star, retry] = [0, 0, -1, 0]
  while (inText < text.length) {
    if (pattern[at] === '*') {
      star = at++
      retry = inText
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[inText])) {
      at += 1
      inText += 1
    } else if (star >= 0) {
      at = star + 1
      inText = ++retry
    } else return false
  }
  while (pattern[at] === '*') at += 1
  return at === pattern.length
}
