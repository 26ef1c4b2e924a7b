import type { EitherPlace } from '@teia/contracts'
import { filterOf, type QuestionSearch, rangeOf } from '../../lib/periods.ts'

type ActivitySearch<By> = QuestionSearch & { by?: By | undefined; activity?: EitherPlace | undefined }

/** What an address asks of who was active when: by week and beside the range before, where nothing is said. */
export function activityQuestion<By extends string>(search: ActivitySearch<By>, timeZone: string) {
  const filter = filterOf(search)
  return {
    range: rangeOf(search, timeZone),
    period: search.by ?? ('week' as const),
    compare: search.compare ?? ('previous' as const),
    ...(search.activity ? { activity: search.activity } : {}),
    ...(filter ? { filter } : {}),
  }
}
