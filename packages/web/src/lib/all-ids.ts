/** As many as one page of a list or of people behind a number may hold. */
export const LARGEST_PAGE = 200

/** The ids of everybody whom a question or a list names, page after page; `told` hears how many there are so far. */
export async function readAllIds(
  page: (cursor: string | null) => Promise<{ items: readonly { id: string }[]; nextCursor: string | null }>,
  told: (n: number) => void,
): Promise<string[]> {
  const ids: string[] = []
  for (let cursor: string | null = null; ; ) {
    const { items, nextCursor }: Awaited<ReturnType<typeof page>> = await page(cursor)
    for (const { id } of items) ids.push(id)
    told(ids.length)
    if (nextCursor === null) return ids
    cursor = nextCursor
  }
}
