import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { JourneyMap, MapState } from '@teia/contracts'
import { useCallback, useEffect, useMemo } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Running } from '../../ui/answer-area.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Unsaved } from '../../ui/unsaved.tsx'
import { Comments } from './comments.tsx'
import { EditBar } from './edit-bar.tsx'
import { ExportMenu } from './export-menu.tsx'
import { FutureView } from './future-view.tsx'
import type { MapCommand } from './map-commands.ts'
import { MapControls } from './map-controls.tsx'
import { MapDeck } from './map-deck.tsx'
import { drawingOf, type MapColumn } from './map-facts.ts'
import { MapHeader } from './map-header.tsx'
import { MapPicture } from './map-picture.tsx'
import { commentsQuery, numbersQuery } from './map-queries.ts'
import { MapVersions } from './map-versions.tsx'
import type { MapSearch } from './maps-search.ts'
import { MergeView } from './merge-view.tsx'
import { StepPanel } from './step-panel.tsx'
import { useMapEditing } from './use-map-editing.ts'
import { useMapNumbers } from './use-map-numbers.ts'

const route = getRouteApi('/shell/maps/$mapId')

/** Undo and redo by keys, wherever the focus is but in a text. */
function useUndoKeys(isOn: boolean, undo: () => void, redo: () => void) {
  useEffect(() => {
    if (!isOn) return
    const onKey = (event: KeyboardEvent) => {
      const isText = event.target instanceof Element && event.target.closest('input, textarea') !== null
      const key = event.key.toLowerCase()
      if (!(event.ctrlKey || event.metaKey) || isText || (key !== 'z' && key !== 'y')) return
      event.preventDefault()
      if (key === 'y' || event.shiftKey) redo()
      else undo()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [isOn, undo, redo])
}

/** What is open beside the drawing: a step, or the comments or the history of the whole map. */
function Beside(props: {
  map: JourneyMap
  search: MapSearch
  numbers: ReturnType<typeof useMapNumbers>
  drawing: ReturnType<typeof drawingOf>
  state: MapState
  run: ((command: MapCommand) => void) | null
  set: (change: MapSearch) => void
}) {
  const { t } = useText()
  const { map, search, numbers, drawing, state, run, set } = props
  if (search.step !== undefined)
    return (
      <StepPanel
        map={map}
        drawing={drawing}
        step={search.step}
        search={search}
        question={numbers.question}
        facts={numbers.facts}
        state={state}
        run={run}
        onChange={set}
      />
    )
  if (search.panel === undefined) return null
  return (
    <SidePanel
      kind={map.document.name}
      title={t(search.panel === 'comments' ? 'maps.tab_comments' : 'maps.history')}
      label={t('maps.panelMap')}
      onClose={() => set({ panel: undefined })}
    >
      {search.panel === 'comments' ? (
        <Comments mapId={map.id} drawing={drawing} />
      ) : (
        <MapVersions map={map} mayRestore={run === null} />
      )}
    </SidePanel>
  )
}

/** That the numbers are still being counted, or why there are none; the drawing is there all the same. */
function NumbersState({ query, question }: Pick<ReturnType<typeof useMapNumbers>, 'query' | 'question'>) {
  if (query.error) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
  return <Running running={query.isFetching} queryKey={numbersQuery(question).queryKey} />
}

/** A map: its sentence, its controls, the drawing, and what is open beside it. */
export function MapView({ map, search }: { map: JourneyMap; search: MapSearch }) {
  const may = useMay()
  const navigate = route.useNavigate()
  const isEditing = search.edit === true && may('maps:write')
  const editing = useMapEditing(map, isEditing)
  const { document, run, undo, redo } = editing
  const state = search.state === 'toBe' && document.toBe ? 'toBe' : 'asIs'
  const drawing = drawingOf(document, state)
  const asked = useMemo(
    () => ({ id: map.id, document, isSaved: !editing.isChanged }),
    [map.id, document, editing.isChanged],
  )
  const numbers = useMapNumbers(asked, state, search)
  const isBoth = search.state === 'both' && document.toBe !== null
  const future = useMapNumbers(asked, 'toBe', search, isBoth)
  const { data: comments } = useQuery(commentsQuery(map.id))
  const set = useCallback(
    (change: MapSearch) =>
      void navigate({
        search: (was) => ({ ...was, ...change }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
  const select = useCallback((step: string) => set({ step, panel: undefined }), [set])
  useUndoKeys(isEditing, undo, redo)
  const isBeside = search.step !== undefined || search.panel !== undefined
  const hidden = search.hide ?? []
  const isFutureAsked = search.state !== undefined && document.toBe === null
  const picture = (which: MapState, columns?: readonly MapColumn[]) => (
    <MapPicture
      mapId={map.id}
      document={document}
      state={which}
      columns={columns}
      hidden={hidden}
      facts={which === state ? numbers.facts : future.facts}
      isWaiting={numbers.query.isFetching}
      selected={search.step}
      zoom={search.zoom}
      run={isEditing ? run : null}
      onSelect={select}
    />
  )
  return (
    <div className={search.against ? 'map-page beside' : 'map-page'}>
      <MapHeader
        map={map}
        document={document}
        search={search}
        isEditing={isEditing}
        editing={editing}
        onChange={set}
        deck={
          <MapDeck
            drawing={drawing}
            answer={numbers.answer}
            facts={numbers.facts}
            isBound={numbers.question !== null}
          />
        }
      />
      <MapControls
        search={search}
        lanes={document.lanes}
        openComments={comments?.items.filter((one) => one.resolvedAt === null).length ?? 0}
        undo={isEditing ? editing : null}
        onChange={set}
        exports={
          <ExportMenu
            map={map}
            document={document}
            state={state}
            hidden={hidden}
            facts={numbers.facts}
            meta={numbers.answer?.meta}
          />
        }
      />
      {isEditing && (
        <EditBar document={document} drawing={drawing} state={state} step={search.step} run={run} />
      )}
      {editing.conflict ? (
        <MergeView editing={editing} current={editing.conflict} />
      ) : (
        <div className={isBeside ? 'with-panel map-body' : 'map-body'}>
          <div className="stage-area">
            <NumbersState query={numbers.query} question={numbers.question} />
            {isFutureAsked || isBoth ? (
              <FutureView
                document={document}
                onChange={set}
                onBegin={isEditing ? () => run({ do: 'future.begin' }) : null}
                picture={picture}
              />
            ) : (
              picture(state)
            )}
          </div>
          {isBeside && (
            <Beside
              map={map}
              search={search}
              numbers={numbers}
              drawing={drawing}
              state={state}
              run={isEditing ? run : null}
              set={set}
            />
          )}
        </div>
      )}
      <Unsaved isUnsaved={editing.isUnsaved} />
    </div>
  )
}
