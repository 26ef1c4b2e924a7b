import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { JourneyMap, type MapDocument } from '@teia/contracts'
import { useRef, useState } from 'react'
import { type Text, useText } from '../../i18n/text.tsx'
import { ask, postText } from '../../lib/api.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icons.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'
import { FileFaults } from './file-faults.tsx'
import { templatesQuery } from './map-queries.ts'
import { emptyStep, newPartId } from './part-moves.ts'
import { usualLanes } from './usual-lanes.ts'

/** A map with one step, to be drawn from nothing. */
export const blankMap = (t: Text['t']): MapDocument => ({
  name: t('maps.blankName'),
  description: '',
  patience: { value: 7, unit: 'day', from: 'previous' },
  lanes: usualLanes(),
  asIs: {
    stages: [{ id: newPartId(), name: t('maps.blankStage'), steps: [emptyStep(t('maps.blankStep'))] }],
  },
  toBe: null,
})

type Refused = { error: unknown; content: string; name: string }

/** Begins a map: from a template, from nothing, from what people do, or from a file. It opens to be changed. */
export function NewMap({ onClose }: { onClose: () => void }) {
  const { t, language } = useText()
  const client = useQueryClient()
  const navigate = useNavigate()
  const say = useToast()
  const input = useRef<HTMLInputElement>(null)
  const { data, error } = useQuery(templatesQuery(language))
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Refused | null>(null)
  const make = async (work: () => Promise<JourneyMap>, isNew: boolean, file = { content: '', name: '' }) => {
    setBusy(true)
    setRefused(null)
    try {
      const map = await work()
      await client.invalidateQueries({ queryKey: ['maps'] })
      say(t('maps.made', { name: map.document.name }))
      void navigate({ to: '/maps/$mapId', params: { mapId: map.id }, search: isNew ? { edit: true } : {} })
    } catch (fault) {
      setRefused({ error: fault, ...file })
      setBusy(false)
    }
  }
  const begin = (document: MapDocument) => make(() => ask(JourneyMap, '/maps', { document }), true)
  const read = async (file: File) => {
    const content = await file.text()
    await make(() => postText(JourneyMap, '/maps/file', { content, type: 'application/yaml' }), false, {
      content,
      name: file.name,
    })
  }
  const choices = [
    ...(data?.items ?? []).map((one) => ({
      key: one.id,
      name: one.name,
      text: one.description,
      icon: 'journeys' as const,
      run: () => void begin(one.document),
    })),
    {
      key: 'blank',
      name: t('maps.blank'),
      text: t('maps.blankText'),
      icon: 'plus' as const,
      run: () => void begin(blankMap(t)),
    },
    {
      key: 'data',
      name: t('mapDraft.title'),
      text: t('mapDraft.choice'),
      icon: 'data' as const,
      run: () => void navigate({ to: '/maps/draft' }),
    },
    {
      key: 'file',
      name: t('maps.fromFile'),
      text: t('maps.fromFileText'),
      icon: 'export' as const,
      run: () => input.current?.click(),
    },
  ]
  return (
    <Dialog title={t('maps.newTitle')} onClose={onClose} width={620}>
      <p className="quiet">{t('maps.newText')}</p>
      {error && <ErrorNotice error={error} />}
      {!data && !error ? (
        <Skeleton rows={5} height={48} />
      ) : (
        <ul className="template-list" aria-busy={busy}>
          {choices.map((one) => (
            <li key={one.key}>
              <button type="button" disabled={busy} onClick={one.run}>
                <Icon name={one.icon} />
                <span>
                  <b>{one.name}</b>
                  <span className="note">{one.text}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {refused && <FileFaults {...refused} />}
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml,.json"
        hidden
        aria-label={t('maps.fromFile')}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          if (file) void read(file)
          event.currentTarget.value = ''
        }}
      />
    </Dialog>
  )
}
