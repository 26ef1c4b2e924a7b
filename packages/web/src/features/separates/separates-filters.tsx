import { separatingKinds } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import type { SeparatesSearch } from './separates-search.ts'
import { type AskedSeparates, stepsToLeave, USUAL_DAYS } from './use-separates.ts'

const lengths = [1, 7, 14, 30, 90, 180, 366]

/** Which step is looked at, how far back, and what of the answer is shown. */
export function SeparatesFilters(props: {
  search: SeparatesSearch
  question: AskedSeparates | null
  names: readonly string[]
  onChange: (change: Partial<SeparatesSearch>) => void
}) {
  const { t } = useText()
  const { search, question, onChange } = props
  const days = search.days ?? USUAL_DAYS
  return (
    <FilterBar
      search={search}
      onChange={onChange}
      alone
      before={
        question && (
          <ChoicePick
            name={t('separates.atStep')}
            value={String(question.step)}
            choices={stepsToLeave(question.funnel.steps).map((step) => ({
              value: String(step),
              label: `${step} · ${props.names[step - 1] ?? ''}`,
            }))}
            onChange={(step) => onChange({ step: Number(step) })}
          />
        )
      }
      after={
        <>
          <ChoicePick
            name={t('separates.lookback')}
            value={String(days)}
            choices={[...new Set([...lengths, days])]
              .toSorted((x, y) => x - y)
              .map((n) => ({ value: String(n), label: t('funnels.within_day', { n }) }))}
            onChange={(value) => onChange({ days: Number(value) })}
          />
          <ChoicePick
            name={t('separates.kinds')}
            value={search.kind ?? ''}
            set={search.kind !== undefined}
            choices={[
              { value: '', label: t('separates.everything') },
              ...separatingKinds.map((kind) => ({ value: kind, label: t(`filters.kind_${kind}`) })),
            ]}
            onChange={(kind) => onChange({ kind: kind === '' ? undefined : kind })}
          />
          <ChoicePick
            name={t('separates.show')}
            value={search.all ? 'all' : 'sure'}
            choices={[
              { value: 'sure', label: t('separates.sure') },
              { value: 'all', label: t('separates.all') },
            ]}
            onChange={(value) => onChange({ all: value === 'all' ? true : undefined })}
          />
        </>
      }
    />
  )
}
