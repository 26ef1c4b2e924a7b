import { useQueryClient } from '@tanstack/react-query'
import { Import, ImportMapping } from '@teia/contracts'
import { useEffect, useRef, useState } from 'react'
import { stringify } from 'yaml'
import { type Text, useText } from '../../i18n/text.tsx'
import { ApiError, put } from '../../lib/api.ts'
import { type Fault, placeIssues, readText } from '../../lib/places.ts'
import { importQuery, previewQuery } from './import-queries.ts'

export const writeMapping = (mapping: ImportMapping) => stringify(mapping, { lineWidth: 110 })

/** Reads the text of a mapping: the mapping, or what is wrong in which line. */
export function readMapping(
  text: string,
  told?: Text['told'],
): { mapping: ImportMapping | null; faults: Fault[] } {
  const read = readText(text, told)
  if (read.faults.length > 0) return { mapping: null, faults: read.faults }
  const parsed = ImportMapping.safeParse(read.value)
  return parsed.success
    ? { mapping: parsed.data, faults: [] }
    : { mapping: null, faults: placeIssues(read, parsed.error.issues, told) }
}

const pauseMs = 500
const empty: ImportMapping = { version: 1, files: [] }

/**
 * The mapping of a draft as it is being edited, as a whole and as text. Every change that can be read is kept on the
 * server after a pause, one at a time, and the preview follows.
 */
export function useMapping(draft: Import) {
  const { told, words } = useText()
  const client = useQueryClient()
  const [start] = useState(() => writeMapping(draft.mapping ?? empty))
  const [text, setText] = useState(start)
  const [kept, setKept] = useState(start)
  const [refused, setRefused] = useState<{ text: string; error: unknown } | null>(null)
  const [isSaving, setSaving] = useState(false)
  const { mapping, faults } = readMapping(text, told)
  const newest = useRef({ text, mapping })
  newest.current = { text, mapping }

  const save = async () => {
    const now = newest.current
    if (!now.mapping) return
    setSaving(true)
    try {
      const path = `/imports/${encodeURIComponent(draft.id)}`
      client.setQueryData(
        importQuery(draft.id).queryKey,
        await put(Import, `${path}/mapping`, { body: now.mapping }),
      )
      setKept(now.text)
      setRefused(null)
      await client.invalidateQueries({ queryKey: previewQuery(draft.id).queryKey })
    } catch (error) {
      setRefused({ text: now.text, error })
    } finally {
      setSaving(false)
    }
  }
  const isWaiting = mapping !== null && text !== kept && refused?.text !== text
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the text, or the end of a save, asks for the next
  useEffect(() => {
    if (!isWaiting || isSaving) return
    const timer = setTimeout(() => void save(), pauseMs)
    return () => clearTimeout(timer)
  }, [text, isWaiting, isSaving])

  const error = refused?.text === text ? refused.error : null
  const refusals =
    error instanceof ApiError && error.status === 400
      ? [words(error), ...error.issues.map((one) => told(one.fault && [one.fault], one.message))].map(
          (message) => ({ line: 1, message }),
        )
      : []
  return {
    mapping,
    text,
    faults: faults.length > 0 ? faults : refusals,
    /** What went wrong with keeping it, where that is not in the mapping itself. */
    error: refusals.length > 0 ? null : error,
    isKept: text === kept && !isSaving,
    isReady: text === kept && !isSaving && mapping !== null,
    setText,
    setMapping: (next: ImportMapping) => setText(writeMapping(next)),
  }
}
export type MappingDraft = ReturnType<typeof useMapping>
