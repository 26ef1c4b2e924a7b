import { type Filter, faultOf } from '@teia/contracts'
import { AppError } from '../../platform/errors.ts'
import { findSegment, type KnownSegment } from './resolve-rule.ts'

/** Whether a filter asks for segments. */
export const asksForSegments = (filter: Filter): boolean => {
  if ('and' in filter) return filter.and.some(asksForSegments)
  if ('or' in filter) return filter.or.some(asksForSegments)
  return 'not' in filter ? asksForSegments(filter.not) : 'segment' in filter
}

/** A filter with segments by their ids, as the compiler wants them. Throws `invalid_filter` for one that is not there. */
export function nameSegments(filter: Filter, segments: readonly Pick<KnownSegment, 'id' | 'name'>[]): Filter {
  if ('and' in filter) return { and: filter.and.map((part) => nameSegments(part, segments)) }
  if ('or' in filter) return { or: filter.or.map((part) => nameSegments(part, segments)) }
  if ('not' in filter) return { not: nameSegments(filter.not, segments) }
  if (!('segment' in filter)) return filter
  const found = findSegment(segments, filter.segment)
  if (!found) throw new AppError('invalid_filter', 400, faultOf('segment_unknown', { name: filter.segment }))
  return { ...filter, segment: found.id }
}
