/** What a message may be filled with. */
export type Values = Record<string, string | number>

type Plural = Intl.PluralRules
type Numbers = Intl.NumberFormat

/** Finds the brace that closes the one at `start`. */
function closing(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    if (text[at] === '}') depth -= 1
    if (depth === 0) return at
  }
  throw new Error(`Unclosed brace in message: ${text}`)
}

/** Splits `one {…} other {…}` into its branches. */
function branches(text: string): Map<string, string> {
  const found = new Map<string, string>()
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('{', at)
    if (open < 0) break
    const end = closing(text, open)
    found.set(text.slice(at, open).trim(), text.slice(open + 1, end))
    at = end + 1
  }
  return found
}

function choose(options: Map<string, string>, value: string | number, plural: Plural): string {
  if (typeof value === 'number') {
    const exact = options.get(`=${value}`)
    if (exact !== undefined) return exact
    return options.get(plural.select(value)) ?? options.get('other') ?? ''
  }
  return options.get(value) ?? options.get('other') ?? ''
}

/**
 * Fills a message: `{name}`, `{n, plural, =0 {…} one {# …} other {# …}}`, `{kind, select, a {…} other {…}}`.
 * Numbers are written by the language. A missing value stays visible as `{name}`.
 */
export function fill(message: string, values: Values, plural: Plural, numbers: Numbers): string {
  let out = ''
  let at = 0
  while (at < message.length) {
    const open = message.indexOf('{', at)
    if (open < 0) return out + message.slice(at)
    out += message.slice(at, open)
    const end = closing(message, open)
    const inside = message.slice(open + 1, end)
    const [name = '', kind, ...rest] = inside.split(',')
    const value = values[name.trim()]
    if (value === undefined) out += `{${name.trim()}}`
    else if (kind === undefined) out += typeof value === 'number' ? numbers.format(value) : value
    else {
      const chosen = choose(branches(rest.join(',')), value, plural)
      const shown = typeof value === 'number' ? numbers.format(value) : value
      out += fill(kind.trim() === 'plural' ? chosen.replaceAll('#', shown) : chosen, values, plural, numbers)
    }
    at = end + 1
  }
  return out
}

/** Names of the values that a message asks for, sorted; two languages must ask for the same. */
export function placeholders(message: string): string[] {
  const names = new Set<string>()
  let at = message.indexOf('{')
  while (at >= 0) {
    const end = closing(message, at)
    const [name = '', kind, ...rest] = message.slice(at + 1, end).split(',')
    names.add(name.trim())
    if (kind !== undefined) {
      for (const branch of branches(rest.join(',')).values()) {
        for (const inner of placeholders(branch)) names.add(inner)
      }
    }
    at = message.indexOf('{', end + 1)
  }
  return [...names].sort()
}
