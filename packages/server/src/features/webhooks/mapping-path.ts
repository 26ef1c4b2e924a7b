/** `every` walks through all elements of an array. */
export type PathStep = { key: string } | { at: number } | { every: true }
export type PathRoot = '$body' | '$item' | '$parent' | '$header'
export type ParsedPath = { root: PathRoot; steps: readonly PathStep[] }

const most = 30
const step = /^(?:\.?([^.[\]"$][^.[\]"]*)|\.?(\$)|\[(\d{1,6})\]|\[\]|\["([^"]{1,200})"\])/
const roots: ReadonlySet<string> = new Set(['$body', '$item', '$parent', '$header'])
const known = new Map<string, ParsedPath | null>()

/** Reads a path of the mapping language. Null: it is not one. */
export function parsePath(text: string): ParsedPath | null {
  const remembered = known.get(text)
  if (remembered !== undefined) return remembered
  const parsed = readPath(text)
  if (known.size > 5_000) known.clear()
  known.set(text, parsed)
  return parsed
}

function readPath(text: string): ParsedPath | null {
  const named = /^\$\w*/.exec(text)?.[0]
  if (named !== undefined && !roots.has(named)) return null
  const root = (named ?? '$body') as PathRoot
  let rest = text.slice(named?.length ?? 0)
  if (named !== undefined && rest !== '' && !/^[.[]/.test(rest)) return null
  const steps: PathStep[] = []
  while (rest !== '') {
    const match = step.exec(rest)
    if (!match || match[2] !== undefined || steps.length >= most) return null
    const key = match[1] ?? match[4]
    steps.push(
      key !== undefined ? { key } : match[3] !== undefined ? { at: Number(match[3]) } : { every: true },
    )
    rest = rest.slice(match[0].length)
  }
  return steps.length === 0 && named === undefined ? null : { root, steps }
}

/** What a path may start from. */
export type Scope = {
  body: unknown
  headers: Readonly<Record<string, string>>
  item?: unknown
  parent?: unknown
}

function startOf(scope: Scope, root: PathRoot): unknown {
  switch (root) {
    case '$body':
      return scope.body
    case '$item':
      return scope.item
    case '$parent':
      return scope.parent
    case '$header':
      return scope.headers
  }
}

/** The value at a path; undefined when nothing is there. Only own properties are seen. */
export function valueAt(scope: Scope, path: string): unknown {
  const parsed = parsePath(path)
  if (!parsed) return undefined
  let value = startOf(scope, parsed.root)
  for (const one of parsed.steps) value = descend(value, one)
  return value
}

function descend(value: unknown, one: PathStep): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if ('at' in one) return Array.isArray(value) ? value[one.at] : undefined
  if ('every' in one || Array.isArray(value)) return undefined
  return Object.hasOwn(value, one.key) ? (value as Record<string, unknown>)[one.key] : undefined
}

export type Element = { item: unknown; parent: unknown }

/**
 * The elements of the array at a path, through other arrays, at most `limit`. `parent` is what holds the array: for
 * `entry[].changes[]` the entry. A path that leads to one object instead of an array gives that object.
 */
export function elementsAt(scope: Scope, path: string, limit: number): Element[] {
  const parsed = parsePath(path)
  if (!parsed) return []
  const ends = parsed.steps.at(-1)
  const steps = ends && 'every' in ends ? parsed.steps : [...parsed.steps, { every: true } as const]
  const found: Element[] = []
  walk({ item: startOf(scope, parsed.root), parent: undefined }, steps, 0, found, limit)
  return found
}

function walk(
  here: Element,
  steps: readonly PathStep[],
  place: number,
  found: Element[],
  limit: number,
): void {
  const one = steps[place]
  if (found.length >= limit || here.item === undefined || here.item === null) return
  if (!one) found.push(here)
  else if (!('every' in one))
    walk({ item: descend(here.item, one), parent: here.item }, steps, place + 1, found, limit)
  else if (Array.isArray(here.item))
    for (const item of here.item) walk({ item, parent: here.parent }, steps, place + 1, found, limit)
  else if (typeof here.item === 'object') walk(here, steps, place + 1, found, limit)
}
