import { useQuery } from '@tanstack/react-query'
import { useText } from '../../i18n/text.tsx'
import { catalogueQuery } from '../../lib/catalogue.ts'
import { WhoPick } from '../../ui/filter-bar.tsx'
import { Icon } from '../../ui/icons.tsx'
import { NamePane } from '../../ui/name-pane.tsx'
import { ChoicePick, Pick } from '../../ui/pick.tsx'
import type { AttributionSearch } from './attribution-search.ts'
import { type AskedAttribution, worthsOf } from './use-attribution.ts'

export type AskProps = {
  search: AttributionSearch
  question: AskedAttribution
  onChange: (change: Partial<AttributionSearch>) => void
}

/** The outcome: an event, where it counts, and what says what it is worth. */
export function OutcomePart({ search, question, onChange }: AskProps) {
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
