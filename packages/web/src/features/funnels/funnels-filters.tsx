import { type FunnelWindow, windowSeconds, windowUnits } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { BreakdownPick } from '../../ui/breakdown-pick.tsx'
import { Button } from '../../ui/button.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { ChoicePick, Pick } from '../../ui/pick.tsx'
import type { FunnelsSearch } from './funnels-search.ts'
import { usualWindow } from './use-funnel.ts'

const MOST_SECONDS = 366 * 86_400

function WindowPane({
  value,
  mayBePrevious,
  onApply,
}: {
  value: FunnelWindow
  mayBePrevious: boolean
  onApply: (window: FunnelWindow) => void
}) {
  const { t } = useText()
  const [window, setWindow] = useState(value)
  const most = Math.floor(MOST_SECONDS / windowSeconds({ value: 1, unit: window.unit }))
  return (
    <form
      className="window-pane"
      onSubmit={(event) => {
        event.preventDefault()
        onApply({ ...window, value: Math.min(most, Math.max(1, Math.round(window.value) || 1)) })
      }}
    >
      <div className="either">
        <input
          className="input"
          type="number"
          min={1}
          max={most}
          data-autofocus
          aria-label={t('funnels.windowLength')}
          value={window.value}
          onChange={(event) => setWindow({ ...window, value: event.target.valueAsNumber })}
        />
        <select
          className="input"
          aria-label={t('funnels.windowUnit')}
          value={window.unit}
          onChange={(event) => setWindow({ ...window, unit: event.target.value as FunnelWindow['unit'] })}
        >
          {windowUnits.map((unit) => (
            <option key={unit} value={unit}>
              {t(`funnels.unit_${unit}`)}
            </option>
          ))}
        </select>
      </div>
      {mayBePrevious && (
        <select
          className="input"
          aria-label={t('funnels.windowFrom')}
          value={window.from}
          onChange={(event) => setWindow({ ...window, from: event.target.value as FunnelWindow['from'] })}
        >
          <option value="first">{t('funnels.fromFirst')}</option>
          <option value="previous">{t('funnels.fromPrevious')}</option>
        </select>
      )}
      <div className="buttons end">
        <Button kind="primary" type="submit">
          {t('common.apply')}
        </Button>
      </div>
    </form>
  )
}

type Props = { search: FunnelsSearch; onChange: (change: Partial<FunnelsSearch>) => void }

function WindowPick({ search, onChange }: Props) {
  const { t } = useText()
  const window = search.window ?? usualWindow
  const length = t(`funnels.within_${window.unit}`, { n: window.value })
  const isPrevious = window.from === 'previous' && search.order !== 'any'
  return (
    <Pick name={t('funnels.within')} value={isPrevious ? t('funnels.each', { length }) : length} width={220}>
      {(close) => (
        <WindowPane
          value={window}
          mayBePrevious={search.order !== 'any'}
          onApply={(next) => {
            onChange({ window: next })
            close()
          }}
        />
      )}
    </Pick>
  )
}

/** The question of Funnels in one row, but for its steps. */
export function FunnelsFilters({ search, onChange }: Props) {
  const { t } = useText()
  return (
    <FilterBar
      search={search}
      onChange={onChange}
      before={
        <>
          <ChoicePick
            name={t('funnels.order')}
            value={search.order ?? 'ordered'}
            choices={(['ordered', 'strict', 'any'] as const).map((value) => ({
              value,
              label: t(`funnels.order_${value}`),
              note: t(`funnels.orderNote_${value}`),
            }))}
            onChange={(order) => onChange({ order })}
          />
          <WindowPick search={search} onChange={onChange} />
          <ChoicePick
            name={t('funnels.scope')}
            value={search.scope ?? 'person'}
            choices={(['person', 'account', 'session'] as const).map((value) => ({
              value,
              label: t(`funnels.scope_${value}`),
            }))}
            onChange={(scope) => onChange({ scope })}
          />
        </>
      }
      after={<BreakdownPick breakdown={search.breakdown} onChange={(breakdown) => onChange({ breakdown })} />}
    />
  )
}
