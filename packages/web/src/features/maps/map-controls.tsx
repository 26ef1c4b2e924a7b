import type { MapLane } from '@teia/contracts'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/text.tsx'
import { daysOf, previousDays, todayIn } from '../../lib/periods.ts'
import { IconButton } from '../../ui/button.tsx'
import { useOpenMenu } from '../../ui/context-menu.tsx'
import { WhoPick } from '../../ui/filter-bar.tsx'
import { PeriodPick, useDaysText } from '../../ui/period-pick.tsx'
import { ChoicePick, Pick } from '../../ui/pick.tsx'
import { useLaneName } from './lane-names.ts'
import type { MapSearch } from './maps-search.ts'

/** Which lanes are shown. */
function LanesPick(props: {
  lanes: readonly MapLane[]
  hidden: readonly string[]
  onHide: (ids: string[]) => void
}) {
  const { t } = useText()
  const laneName = useLaneName()
  const { lanes, hidden, onHide } = props
  const shown = lanes.filter((lane) => !hidden.includes(lane.id))
  return (
    <Pick
      name={t('maps.lanes')}
      value={t('maps.lanesOf', { n: shown.length, of: lanes.length })}
      set={shown.length < lanes.length}
    >
      {() => (
        <fieldset className="lane-choices">
          <legend className="visually-hidden">{t('maps.lanes')}</legend>
          {lanes.map((lane) => (
            <label key={lane.id} className="check">
              <input
                type="checkbox"
                checked={!hidden.includes(lane.id)}
                onChange={(event) =>
                  onHide(event.target.checked ? hidden.filter((id) => id !== lane.id) : [...hidden, lane.id])
                }
              />
              {laneName(lane)}
            </label>
          ))}
        </fieldset>
      )}
    </Pick>
  )
}

function ComparePick({ search, onChange }: { search: MapSearch; onChange: (change: MapSearch) => void }) {
  const { t, format } = useText()
  const daysText = useDaysText()
  const before = daysText(previousDays(daysOf(search, todayIn(format.timeZone))), false)
  return (
    <ChoicePick
      name={t('maps.compare')}
      value={search.compare ?? 'previous'}
      choices={[
        { value: 'previous', label: before },
        { value: 'none', label: t('maps.compareNone') },
      ]}
      onChange={(compare) => onChange({ compare })}
    />
  )
}

const zooms = [50, 75, 100, 125, 150] as const

function ZoomButton({ zoom, onChange }: { zoom: number | undefined; onChange: (change: MapSearch) => void }) {
  const { t } = useText()
  const openMenu = useOpenMenu()
  const icon = (value: number | undefined) => (value === zoom ? ('good' as const) : ('dot' as const))
  return (
    <IconButton
      icon="fit"
      label={zoom === undefined ? t('maps.fit') : `${t('maps.zoom')} ${t('maps.zoomOf', { n: zoom })}`}
      aria-haspopup="menu"
      onClick={(event) =>
        openMenu(event.currentTarget, [
          { label: t('maps.fit'), icon: icon(undefined), onSelect: () => onChange({ zoom: undefined }) },
          ...zooms.map((value) => ({
            label: t('maps.zoomOf', { n: value }),
            icon: icon(value),
            onSelect: () => onChange({ zoom: value }),
          })),
        ])
      }
    />
  )
}

/** One row: what is asked, what is shown, undo and redo while editing, comments and history, export. */
export function MapControls(props: {
  search: MapSearch
  lanes: readonly MapLane[]
  openComments: number
  undo: { undo: () => void; redo: () => void; canUndo: boolean; canRedo: boolean } | null
  onChange: (change: MapSearch) => void
  exports: ReactNode
}) {
  const { t } = useText()
  const { search, lanes, onChange, undo } = props
  const hidden = search.hide ?? []
  const toggle = (panel: 'comments' | 'history') =>
    onChange({ panel: search.panel === panel ? undefined : panel, step: undefined })
  return (
    // biome-ignore lint/a11y/useSemanticElements: one row of controls, not a form to send
    <div className="filters map-controls" role="group" aria-label={t('filters.label')}>
      <PeriodPick period={search} onChange={onChange} name={t('maps.when')} alone />
      <ComparePick search={search} onChange={onChange} />
      <WhoPick
        filter={search.filter}
        anyone={t('maps.everyone')}
        onChange={(filter) => onChange({ filter })}
      />
      <WhoPick
        name={t('maps.against')}
        anyone={t('maps.againstNone')}
        filter={search.against}
        onChange={(against) => onChange({ against })}
      />
      <LanesPick
        lanes={lanes}
        hidden={hidden}
        onHide={(ids) => onChange({ hide: ids.length > 0 ? ids : undefined })}
      />
      <span className="divide" />
      {undo && (
        <>
          <IconButton icon="undo" label={t('maps.undo')} disabled={!undo.canUndo} onClick={undo.undo} />
          <IconButton icon="redo" label={t('maps.redo')} disabled={!undo.canRedo} onClick={undo.redo} />
        </>
      )}
      <ZoomButton zoom={search.zoom} onChange={onChange} />
      <IconButton
        icon="message"
        label={t('maps.commentsOf', { n: props.openComments })}
        aria-pressed={search.panel === 'comments'}
        onClick={() => toggle('comments')}
      />
      <IconButton
        icon="clock"
        label={t('maps.history')}
        aria-pressed={search.panel === 'history'}
        onClick={() => toggle('history')}
      />
      <span className="spacer" />
      {props.exports}
    </div>
  )
}
