import { type Filter, otherStep, type ProcessPart, type ProcessQuestion } from '@teia/contracts'

/** What can be opened of a process. */
export type Part = ProcessPart

/** Whether two parts are the same, whatever order their properties are in. */
export function isSamePart(part: Part, other: Part | undefined): boolean {
  if (!other) return false
  if ('node' in part) return 'node' in other && part.node === other.node && part.part === other.part
  if ('variant' in part) return 'variant' in other && part.variant === other.variant
  return 'source' in other && part.source === other.source && part.target === other.target
}

const leafOf = (
  id: string,
  by: ProcessQuestion['by'],
  isTouchpoint: (id: string) => boolean,
): Filter | null => {
  if (id === otherStep || by === 'channel') return null
  return by === 'touchpoint' && isTouchpoint(id)
    ? { touchpoint: id, operator: 'did' }
    : { event: id, operator: 'did' }
}

/** People to go on with elsewhere: who took the steps of a part. Null where a filter cannot say it. */
export function filterOfPart(
  part: Part,
  by: ProcessQuestion['by'],
  isTouchpoint: (id: string) => boolean,
): Filter[] | null {
  if ('variant' in part) return null
  const ids = 'node' in part ? [part.node] : [...new Set([part.source, part.target])]
  const leaves = ids.map((id) => leafOf(id, by, isTouchpoint)).filter((leaf) => leaf !== null)
  return leaves.length === ids.length ? leaves : null
}
