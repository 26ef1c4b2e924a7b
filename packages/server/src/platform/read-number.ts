/** Reads `1234.5`, `1,234.5`, `1.234,5` and `1234,5`; null when it is no number. */
export function readNumber(text: string): number | null {
  const bare = text.trim()
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(bare)) return finite(bare)
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare)) return finite(bare.replaceAll(',', ''))
  if (/^[+-]?(\d{1,3}(\.\d{3})+|\d+),\d+$/.test(bare) || /^[+-]?\d{1,3}(\.\d{3}){2,}$/.test(bare))
    return finite(bare.replaceAll('.', '').replace(',', '.'))
  return null
}

function finite(text: string): number | null {
  const number = Number(text)
  return Number.isFinite(number) ? number : null
}
