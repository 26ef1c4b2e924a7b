import { useQuery } from '@tanstack/react-query'
import { useText } from '../../i18n/text.tsx'
import { catalogueQuery } from '../../lib/catalogue.ts'
import { FilterBar, WhoPick } from '../../ui/filter-bar.tsx'
import { Icon } from '../../ui/icons.tsx'
import { NamePane } from '../../ui/name-pane.tsx'
import { ChoicePick, Pick } from '../../ui/pick.tsx'
import { useModelName } from './attribution-facts.ts'
import { type AttributionSearch, models, usualModels } from './attribution-search.ts'
import { type AskedAttribution, worthsOf } from './use-attribution.ts'

const lookbacks = [1, 7, 14, 30, 60, 90, 180, 365]
const campaign = ['source', 'medium', 'name', 'content', 'term'] as const

type Props = {
  search: AttributionSearch
  question: AskedAttribution
  onChange: (change: Partial<AttributionSearch>) => void
}

/** What touches can be called after: how a visit came, the touchpoint, its channel, the campaign, a property. */
export function useByChoices() {
  const { t } = useText()
  const { data } = useQuery(catalogueQuery)
  return [
    ...(['entry', 'touchpoint', 'channel'] as const).map((value) => ({
      value,
      label: t(`attribution.by_${value}`),
    })),
    ...campaign.map((part) => ({
      value: `context.campaign.${part}`,
      label: t(`attribution.campaign_${part}`),
    })),
    ...(data?.properties ?? []).map(({ name }) => ({
      value: `properties.${name}`,
      label: name,
      note: t('filters.kind_property'),
    })),
  ]
}

/** The outcome: an event, where it counts, and what says what it is worth. */
function OutcomePart({ search, question, onChange }: Props) {
  const { t } = useText()
  const { data } = useQuery(catalogueQuery)
  const { event } = question.outcome
  const worth = question.outcome.valueProperty ?? ''
  const filter = search.outcome?.filter
  const worths = worthsOf(data, event)
  return (
    <>
      <Pick name={t('attribution.outcome')} value={event} width={320}>
        {(close) => (
          <NamePane
            label={t('attribution.outcome')}
            value={event}
            options={(data?.events ?? []).map(({ name }) => ({ value: name, icon: <Icon name="dot" /> }))}
            onLeave={close}
            onChoose={(next) => {
              if (next !== '' && next !== event) onChange({ outcome: { event: next }, worth: undefined })
              close()
            }}
          />
        )}
      </Pick>
      <WhoPick
        name={t('funnels.where')}
        anyone={t('funnels.always')}
        filter={filter}
        onChange={(next) => onChange({ outcome: next ? { event, filter: next } : { event } })}
      />
      <ChoicePick
        name={t('attribution.worth')}
        value={worth}
        choices={[
          { value: '', label: t('attribution.noWorth') },
          ...[...new Set([...worths, ...(worth ? [worth] : [])])].map((name) => ({
            value: name,
            label: name,
          })),
        ]}
        onChange={(next) => onChange({ worth: next })}
      />
    </>
  )
}

function ModelsPick({ question, onChange }: Omit<Props, 'search'>) {
  const { t } = useText()
  const modelName = useModelName()
  const chosen = question.models
  const toggle = (model: (typeof models)[number]) => {
    const next = models.filter((one) => (one === model ? !chosen.includes(one) : chosen.includes(one)))
    if (next.length > 0) onChange({ models: next })
  }
  const isUsual = chosen.join() === usualModels.join()
  return (
    <Pick
      name={t('attribution.models')}
      value={
        chosen.length === 1 && chosen[0]
          ? modelName(chosen[0])
          : t('attribution.nModels', { n: chosen.length })
      }
      set={!isUsual}
    >
      {() => (
        <div
          className="choices"
          role="listbox"
          aria-multiselectable="true"
          aria-label={t('attribution.models')}
          tabIndex={-1}
        >
          {models.map((model) => (
            <button
              key={model}
              type="button"
              role="option"
              aria-selected={chosen.includes(model)}
              onClick={() => toggle(model)}
            >
              <span className="grow">{modelName(model)}</span>
              <span className="note">{t(`attribution.modelNote_${model}`)}</span>
            </button>
          ))}
        </div>
      )}
    </Pick>
  )
}

/** The question of attribution in one row. */
export function AttributionFilters({ search, question, onChange }: Props) {
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
