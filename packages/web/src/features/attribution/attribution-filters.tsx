import { useText } from '../../i18n/text.tsx'
import { FilterBar, WhoPick } from '../../ui/filter-bar.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { useByChoices } from './by-choices.ts'
import { ModelsPick } from './models-pick.tsx'
import { type AskProps, OutcomePart } from './outcome-part.tsx'

const lookbacks = [1, 7, 14, 30, 60, 90, 180, 365]

/** The question of attribution in one row. */
export function AttributionFilters({ search, question, onChange }: AskProps) {
  const { t } = useText()
  const choices = useByChoices()
  const { channel, lookbackDays } = question
  return (
    <FilterBar
      search={search}
      onChange={({ channel: _, compare: __, ...change }) => onChange(change)}
      alone
      peopleOnly
      before={<OutcomePart {...{ search, question, onChange }} />}
      after={
        <>
          <ChoicePick
            name={t('attribution.by')}
            value={channel}
            choices={
              choices.some(({ value }) => value === channel)
                ? choices
                : [...choices, { value: channel, label: channel }]
            }
            onChange={(by) => onChange({ by })}
          />
          <WhoPick
            name={t('attribution.touches')}
            anyone={t('attribution.allTouches')}
            filter={search.touches}
            onChange={(touches) => onChange({ touches })}
          />
          <ChoicePick
            name={t('attribution.lookback')}
            value={String(lookbackDays)}
            choices={[...new Set([...lookbacks, lookbackDays])]
              .toSorted((x, y) => x - y)
              .map((n) => ({ value: String(n), label: t('funnels.within_day', { n }) }))}
            onChange={(value) => onChange({ days: Number(value) })}
          />
          <ChoicePick
            name={t('funnels.scope')}
            value={question.per}
            choices={(['person', 'account'] as const).map((value) => ({
              value,
              label: t(`funnels.scope_${value}`),
            }))}
            onChange={(per) => onChange({ per })}
          />
          <ModelsPick {...{ question, onChange }} />
        </>
      }
    />
  )
}
