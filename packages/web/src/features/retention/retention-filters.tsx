import type { RetentionQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { BreakdownPick } from '../../ui/breakdown-pick.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { FilteredPlacePick } from '../../ui/filtered-place-pick.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import type { RetentionSearch } from './retention-search.ts'

type Change = (change: Partial<RetentionSearch>) => void
const lengths = [3, 4, 6, 8, 12, 14, 26, 30, 52, 60]

/** What is asked of Retention: who enters, what counts as coming back, and how it is counted. */
export function RetentionFilters({
  search,
  question,
  onChange,
}: {
  search: RetentionSearch
  question: RetentionQuestion | null
  onChange: Change
}) {
  const { t } = useText()
  if (!question) return null
  const unit = question.period
  return (
    <FilterBar
      search={search}
      onChange={onChange}
      before={
        <>
          <FilteredPlacePick
            name={t('retention.first')}
            place={question.first}
            onChange={(first) => onChange({ first, returning: question.returning })}
          />
          <FilteredPlacePick
            name={t('retention.returning')}
            place={question.returning}
            onChange={(returning) => onChange({ returning })}
          />
        </>
      }
      after={
        <>
          <ChoicePick
            name={t('retention.by')}
            value={unit}
            choices={(['day', 'week', 'month'] as const).map((value) => ({
              value,
              label: t(`trends.${value}`),
            }))}
            onChange={(by) => onChange({ by, periods: undefined })}
          />
          <ChoicePick
            name={t('retention.periods')}
            value={String(question.periods)}
            choices={[...new Set([...lengths, question.periods])]
              .toSorted((x, y) => x - y)
              .map((n) => ({ value: String(n), label: t(`funnels.within_${unit}`, { n }) }))}
            onChange={(value) => onChange({ periods: Number(value) })}
          />
          <ChoicePick
            name={t('retention.entry')}
            value={question.entry}
            choices={(['first', 'recurring'] as const).map((value) => ({
              value,
              label: t(`retention.entry_${value}`),
              note: t(`retention.entryNote_${value}`),
            }))}
            onChange={(entry) => onChange({ entry })}
          />
          <ChoicePick
            name={t('retention.clock')}
            value={question.clock}
            choices={(['own', 'rolling'] as const).map((value) => ({
              value,
              label: t(`retention.clock_${value}`),
              note: t(`retention.clockNote_${value}`),
            }))}
            onChange={(clock) => onChange({ clock })}
          />
          <ChoicePick
            name={t('retention.count')}
            value={question.count}
            choices={(['in', 'since'] as const).map((value) => ({
              value,
              label: t(`retention.count_${value}`),
            }))}
            onChange={(count) => onChange({ count })}
          />
          <BreakdownPick breakdown={search.breakdown} onChange={(breakdown) => onChange({ breakdown })} />
        </>
      }
    />
  )
}
