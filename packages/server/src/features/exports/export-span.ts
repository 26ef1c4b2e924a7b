import { type ExportQuery, faultOf } from '@teia/contracts'
import { DateTime } from 'luxon'
import { AppError } from '../../platform/errors.ts'

const latest = Date.parse('2300-01-01T00:00:00Z')

/** The span that an export is about, in milliseconds: dates are local days, `to` as a date includes that day. Throws `invalid_range`. */
export function spanOf(
  query: Pick<ExportQuery, 'from' | 'to'>,
  timeZone: string,
): { from: number; to: number } {
  const at = (text: string) => DateTime.fromISO(text, { zone: timeZone })
  const end = query.to === undefined ? undefined : at(query.to)
  const span = {
    from: query.from === undefined ? 0 : at(query.from).toMillis(),
    to: end === undefined ? latest : endOf(end, query.to ?? '').toMillis(),
  }
  if (Number.isNaN(span.from) || Number.isNaN(span.to))
    throw new AppError('invalid_range', 400, faultOf('range_no_time'))
  if (span.to <= span.from) throw new AppError('invalid_range', 400, faultOf('range_reversed'))
  return span
}

const endOf = (end: DateTime, text: string) =>
  text.length === 10 ? end.plus({ days: 1 }).startOf('day') : end
