const codes: Record<string, string> = Object.fromEntries(
  Object.entries({ BFPV: '1', CGJKQSXZ: '2', DT: '3', L: '4', MN: '5', R: '6' }).flatMap(([letters, code]) =>
    [...letters].map((letter) => [letter, code]),
  ),
)

/**
 * How a surname sounds, in four characters: American Soundex as the National Archives of the USA describe it (Russell
 * 1918; equal codes on both sides of H or W count once). Accents are taken off first. Empty for a text without letters.
 *
 * @example soundex('Ashcraft') // 'A261'
 */
export function soundex(text: string): string {
  const letters = text
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
  const [first] = letters
  if (first === undefined) return ''
  let sound = first
  let last = codes[first]
  for (const letter of letters.slice(1)) {
    const code = codes[letter]
    if (code !== undefined && code !== last) sound += code
    if (letter !== 'H' && letter !== 'W') last = code
    if (sound.length === 4) break
  }
  return sound.padEnd(4, '0')
}
