/** One changed part of a record: the path to it, and the value on both sides (undefined: not there). */
export type Difference = { path: string; before: unknown; after: unknown }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What differs between two records, by path and in the order of their names; lists are compared whole. */
export function differences(before: unknown, after: unknown, path = ''): Difference[] {
  if (isRecord(before) || isRecord(after)) {
    const left = isRecord(before) ? before : {}
    const right = isRecord(after) ? after : {}
    const names = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort()
    return names.flatMap((name) => differences(left[name], right[name], path ? `${path}.${name}` : name))
  }
  return JSON.stringify(before) === JSON.stringify(after)
    ? []
    : [{ path, before: before ?? undefined, after: after ?? undefined }]
}
