import { useText } from '../../i18n/text.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import type { ProcessSearch } from './process-search.ts'
import type { VisibleGraph } from './visible-graph.ts'

type Props = { search: ProcessSearch; onChange: (change: Partial<ProcessSearch>) => void }

/** The question of Process in one row. */
export function ProcessFilters({ search, onChange }: Props) {
  const { t } = useText()
  return (
    <FilterBar
      search={search}
      onChange={onChange}
      before={
        <>
          <ChoicePick
            name={t('paths.stepsBy')}
            value={search.by ?? 'touchpoint'}
            choices={[
              { value: 'touchpoint', label: t('paths.byTouchpoint') },
              { value: 'event', label: t('paths.byEvent') },
              { value: 'channel', label: t('process.byChannel') },
            ]}
            onChange={(by) => onChange({ by })}
          />
          <ChoicePick
            name={t('process.case')}
            value={search.scope ?? 'session'}
            choices={(['session', 'person', 'account'] as const).map((value) => ({
              value,
              label: t(`funnels.scope_${value}`),
            }))}
            onChange={(scope) => onChange({ scope })}
          />
        </>
      }
    />
  )
}

/** How much of the process is drawn, and how much is not. */
export function ShownShares(props: {
  steps: number
  links: number
  hidden: VisibleGraph['hidden']
  onChange: (change: { steps?: number; links?: number }) => void
}) {
  const { t, format } = useText()
  const slider = (name: 'steps' | 'links') => (
    <label className="shown-share">
      {t(name === 'steps' ? 'process.shownSteps' : 'process.shownLinks')}
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        value={Math.round(props[name] * 100)}
        aria-valuetext={format.percent(props[name])}
        onChange={(event) => props.onChange({ [name]: event.target.valueAsNumber / 100 })}
      />
    </label>
  )
  return (
    <div className="shown-shares">
      {slider('steps')}
      {slider('links')}
      <span className="note" role="status">
        {props.hidden.nodes + props.hidden.edges === 0
          ? t('process.hiddenNone')
          : t('process.hidden', { nodes: props.hidden.nodes, edges: props.hidden.edges })}
      </span>
    </div>
  )
}
