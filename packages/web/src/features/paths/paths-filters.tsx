import { useQuery } from '@tanstack/react-query'
import { useText } from '../../i18n/text.tsx'
import { catalogueQuery } from '../../lib/catalogue.ts'
import { Button } from '../../ui/button.tsx'
import { FilterBar, WhoPick } from '../../ui/filter-bar.tsx'
import { Icon } from '../../ui/icons.tsx'
import { NamePane } from '../../ui/name-pane.tsx'
import { ChoicePick, Pick } from '../../ui/pick.tsx'
import { useTouchpointOptions } from '../../ui/touchpoint-options.tsx'
import type { Option } from '../../ui/typeahead.tsx'
import type { PathsSearch } from './paths-search.ts'
import { withEntry } from './use-paths.ts'

function NamePick(props: {
  name: string
  empty: string
  value: string | undefined
  options: readonly Option[]
  onChange: (value: string | undefined) => void
}) {
  const { t } = useText()
  const choose = (value: string, close: () => void) => {
    props.onChange(value === '' ? undefined : value)
    close()
  }
  const known = props.options.find((option) => option.value === props.value)
  return (
    <Pick
      name={props.name}
      value={known?.label ?? props.value ?? props.empty}
      set={props.value !== undefined}
      width={300}
    >
      {(close) => (
        <NamePane
          label={props.name}
          value={props.value ?? ''}
          options={props.options}
          onLeave={close}
          onChoose={(value) => choose(value, close)}
          before={<Button onClick={() => choose('', close)}>{t('filters.clear')}</Button>}
        />
      )}
    </Pick>
  )
}

/** The question of Paths in one row. */
export function PathsFilters({
  search,
  onChange,
}: {
  search: PathsSearch
  onChange: (change: Partial<PathsSearch>) => void
}) {
  const { t } = useText()
  const { data: catalogue } = useQuery(catalogueQuery)
  const touchpointOptions = useTouchpointOptions()
  const by = search.by ?? 'touchpoint'
  const options: Option[] =
    by === 'event'
      ? (catalogue?.events ?? []).map(({ name }) => ({ value: name, icon: <Icon name="dot" /> }))
      : touchpointOptions
  const depth = String(search.depth ?? 5)
  const above = String(search.above ?? 0.01)
  return (
    <FilterBar
      search={search}
      onChange={onChange}
      before={
        <>
          <NamePick
            name={t('paths.from')}
            empty={t('paths.anything')}
            value={search.start}
            options={options}
            onChange={(start) => onChange({ start })}
          />
          <NamePick
            name={t('paths.to')}
            empty={t('paths.anything')}
            value={search.end}
            options={options}
            onChange={(end) => onChange({ end })}
          />
          <ChoicePick
            name={t('paths.stepsBy')}
            value={by}
            choices={[
              { value: 'touchpoint', label: t('paths.byTouchpoint') },
              { value: 'channel', label: t('paths.byChannel') },
              { value: 'event', label: t('paths.byEvent') },
            ]}
            onChange={(value) => onChange({ by: value, start: undefined, end: undefined })}
          />
          <ChoicePick
            name={t('paths.depth')}
            value={depth}
            choices={[2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => ({
              value: String(n),
              label: t('paths.nSteps', { n }),
            }))}
            onChange={(value) => onChange({ depth: Number(value) })}
          />
          <ChoicePick
            name={t('paths.scope')}
            value={search.scope ?? 'session'}
            choices={[
              { value: 'session', label: t('paths.scopeSession') },
              { value: 'person', label: t('paths.scopePerson') },
            ]}
            onChange={(scope) => onChange({ scope, ...(scope === 'person' ? { entry: undefined } : {}) })}
          />
        </>
      }
      after={
        <>
          <WhoPick
            name={t('paths.versus')}
            anyone={t('paths.versusNobody')}
            filter={search.versus}
            onChange={(versus) => onChange({ versus })}
          />
          <ChoicePick
            name={t('paths.above')}
            value={above}
            choices={[0, 0.005, 0.01, 0.02, 0.05, 0.1].map((share) => ({
              value: String(share),
              label: `${share * 100} %`,
            }))}
            onChange={(value) => onChange({ above: Number(value) })}
          />
          <label className="check">
            <input
              type="checkbox"
              checked={search.repeats ?? true}
              onChange={(event) => onChange({ repeats: event.target.checked })}
            />
            {t('paths.repeats')}
          </label>
          {(search.scope ?? 'session') === 'session' && (
            <label className="check">
              <input
                type="checkbox"
                checked={withEntry(search)}
                onChange={(event) => onChange({ entry: event.target.checked })}
              />
              {t('paths.entry')}
            </label>
          )}
        </>
      }
    />
  )
}
