import { useQueryClient } from '@tanstack/react-query'
import { JourneyMap, type MapDocument } from '@teia/contracts'
import { type RefObject, useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { ApiError, put } from '../../lib/api.ts'
import { mapPath } from '../../lib/maps.ts'
import { useToast } from '../../ui/toast.tsx'
import type { MapCommand } from './map-commands.ts'
import { keepDraft, type MapDraft, readDraft } from './map-draft.ts'
import { beginEditing, editingReducer } from './map-history.ts'

/** What somebody else has saved meanwhile, if that is what an error says. */
function currentOf(error: unknown): JourneyMap | null {
  if (!(error instanceof ApiError) || error.code !== 'changed_meanwhile') return null
  return JourneyMap.nullable().catch(null).parse(error.versions?.current)
}

const KEEP_MS = 400

/** Keeps a draft in this browser a moment after each change, and at once when the page is left before that. */
function useKeptDraft(
  mapId: string,
  isEditing: boolean,
  draft: MapDraft | null,
  unsaved: RefObject<boolean>,
): void {
  const last = useRef(draft)
  last.current = draft
  useEffect(() => {
    if (!isEditing) return
    const timer = setTimeout(() => keepDraft(mapId, draft), KEEP_MS)
    return () => clearTimeout(timer)
  }, [isEditing, mapId, draft])
  useEffect(() => {
    if (!isEditing) return
    const keep = () => {
      if (unsaved.current) keepDraft(mapId, last.current)
    }
    window.addEventListener('pagehide', keep)
    return () => {
      window.removeEventListener('pagehide', keep)
      keep()
    }
  }, [isEditing, mapId, unsaved])
}

/** A map as it is being edited: the draft with undo and redo, kept in this browser until it is saved. */
export function useMapEditing(map: JourneyMap, isEditing: boolean) {
  const { t } = useText()
  const client = useQueryClient()
  const say = useToast()
  const [kept] = useState(() => (isEditing ? readDraft(map.id) : null))
  const [editing, dispatch] = useReducer(editingReducer, kept?.document ?? map.document, beginEditing)
  const [base, setBase] = useState({
    revision: kept?.revision ?? map.revision,
    document: kept?.base ?? map.document,
  })
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const { present } = editing
  const isChanged = present !== base.document
  const unsaved = useRef(false)
  unsaved.current = isEditing && isChanged
  useKeptDraft(
    map.id,
    isEditing,
    useMemo(
      () =>
        present === base.document
          ? null
          : { revision: base.revision, base: base.document, document: present },
      [present, base],
    ),
    unsaved,
  )
  const begin = useCallback((from: JourneyMap) => {
    dispatch({ kind: 'begin', document: from.document })
    setBase({ revision: from.revision, document: from.document })
    setError(null)
  }, [])
  const save = async (document: MapDocument = present, revision = base.revision) => {
    setBusy(true)
    setError(null)
    try {
      const saved = await put(JourneyMap, mapPath(map.id), { body: { document }, seen: `"${revision}"` })
      unsaved.current = false
      keepDraft(map.id, null)
      begin(saved)
      client.setQueryData(['maps', map.id], saved)
      void client.invalidateQueries({ queryKey: ['maps'] })
      void client.invalidateQueries({ queryKey: ['questions', 'map'] })
      say(t('maps.saved', { name: saved.document.name, n: saved.revision }))
      return true
    } catch (fault) {
      setError(fault)
      return false
    } finally {
      setBusy(false)
    }
  }
  const drop = () => {
    unsaved.current = false
    keepDraft(map.id, null)
    begin(map)
  }
  return {
    document: isEditing ? present : map.document,
    base: base.document,
    isChanged: isEditing && isChanged,
    isDraft: kept !== null && isChanged,
    isUnsaved: () => unsaved.current,
    canUndo: editing.past.length > 0,
    canRedo: editing.future.length > 0,
    run: useCallback((command: MapCommand) => dispatch({ kind: 'run', command }), []),
    undo: useCallback(() => dispatch({ kind: 'undo' }), []),
    redo: useCallback(() => dispatch({ kind: 'redo' }), []),
    begin,
    drop,
    save,
    error,
    busy,
    conflict: currentOf(error),
    forgetError: () => setError(null),
  }
}
export type MapEditing = ReturnType<typeof useMapEditing>
