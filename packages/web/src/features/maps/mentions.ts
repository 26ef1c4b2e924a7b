type Named = { userId: string; name: string }

/** The name that is being written after an @ at the end of a text; null where none is. */
export function mentionBegun(before: string): string | null {
  return /(?:^|\s)@([\p{L}\p{N}.-]*)$/u.exec(before)?.[1] ?? null
}

/** A text up to the cursor in which the name that was begun is written out. */
export const mentionDone = (before: string, name: string): string =>
  before.replace(/@[\p{L}\p{N}.-]*$/u, () => `@${name} `)

/**
 * Ids of those whose names stand in a text after an @. Of names that begin alike the longest that stands there counts: who is
 * called “Ana” is not meant by “@Ana Maria”, nor by “@Anabela”.
 */
export function mentionsIn(text: string, members: readonly Named[]): string[] {
  const names = [...new Set(members.map(({ name }) => name))].sort((a, b) => b.length - a.length)
  let rest = text
  const meant = new Set<string>()
  for (const name of names) {
    const signs = name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    const written = new RegExp(`@${signs}(?![\\p{L}\\p{N}])`, 'gu')
    const without = rest.replace(written, ' ')
    if (without !== rest) meant.add(name)
    rest = without
  }
  return members.filter(({ name }) => meant.has(name)).map(({ userId }) => userId)
}
