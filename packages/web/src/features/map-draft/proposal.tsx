import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { JourneyMap, type MapDraftAnswer } from '@teia/contracts'
import { useRef, useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { daysOf, todayIn } from '../../lib/periods.ts'
import { Button } from '../../ui/button.tsx'
import { useChannelName } from '../../ui/channel-name.ts'
import { ErrorNotice } from '../../ui/notices.tsx'
import { useDaysText } from '../../ui/period-pick.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { Unsaved } from '../../ui/unsaved.tsx'
import { acceptedStages, drafted, type OwnNames, proposedStages } from './drafted-map.ts'
import type { MapDraftSearch } from './map-draft-search.ts'
import { ProposalTable } from './proposal-table.tsx'

type Props = {
  answer: MapDraftAnswer
  side: 'before' | 'after'
  outcomeName: string
  search: MapDraftSearch
  onChange: (change: Partial<MapDraftSearch>) => void
}

/** What to call a step of a draft: a touchpoint of the starter catalogue in the language of who reads. */
export function useDraftName() {
  const touchpointName = useTouchpointName()
  return ({ name, touchpoint }: { name: string; touchpoint?: unknown }) =>
    touchpoint ? touchpointName(name) : name
}

/** Makes the map and opens it in the same time, so that its numbers are those of the draft. */
function useCreate(search: MapDraftSearch, onMade: () => void) {
  const { t } = useText()
  const client = useQueryClient()
  const navigate = useNavigate()
  const say = useToast()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const create = async (document: ReturnType<typeof drafted>) => {
    setBusy(true)
    setError(null)
    try {
      const map = await ask(JourneyMap, '/maps', { document })
      onMade()
      await client.invalidateQueries({ queryKey: ['maps'] })
      say(t('maps.made', { name: map.document.name }))
      const { period, from, to } = search
      void navigate({ to: '/maps/$mapId', params: { mapId: map.id }, search: { period, from, to } })
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  return { create, busy, error }
}

/** The proposal as it is being judged: what is accepted, what it is called, and the map that becomes of it. */
export function Proposal({ answer, side, outcomeName, search, onChange }: Props) {
  const { t, format } = useText()
  const mayWrite = useMay()('maps:write')
  const daysText = useDaysText()
  const stepName = useDraftName()
  const channelName = useChannelName()
  const usual = t(`mapDraft.name_${side}`, { name: outcomeName })
  const [own, setOwn] = useState<OwnNames>({})
  const isMade = useRef(false)
  const { create, busy, error } = useCreate(search, () => {
    isMade.current = true
  })
  const without = new Set(search.without)
  const stages = proposedStages(answer, side, { stepName, channelName, outcome: t('mapDraft.outcome') })
  const accepted = acceptedStages(stages, without)
  const count = (list: typeof stages) => list.reduce((sum, { steps }) => sum + steps.length, 0)
  const accept = (id: string, isAccepted: boolean) => {
    const left = new Set(without)
    if (isAccepted) left.delete(id)
    else left.add(id)
    onChange({ without: left.size > 0 ? [...left] : undefined })
  }
  const submit = () => {
    const description = t('mapDraft.description', {
      n: answer.people,
      side: t(`mapDraft.describe_${side}`),
      name: outcomeName,
      days: daysText(daysOf(search, todayIn(format.timeZone))),
    })
    const name = own.map?.trim() || usual
    void create(drafted(accepted, { name, description, segment: search.segment, own }))
  }
  return (
    <>
      <div className="draft-bar">
        <TextInput
          className="draft-map-name"
          label={t('mapDraft.mapName')}
          value={own.map ?? usual}
          maxLength={120}
          onChange={(event) => setOwn({ ...own, map: event.currentTarget.value })}
        />
        <span className="note" role="status">
          {t('mapDraft.accepted', { n: count(accepted), of: count(stages) })}
        </span>
        {without.size > 0 && (
          <Button onClick={() => onChange({ without: undefined })}>{t('mapDraft.all')}</Button>
        )}
        {mayWrite && (
          <Button kind="primary" icon="plus" busy={busy} disabled={accepted.length === 0} onClick={submit}>
            {t('mapDraft.create')}
          </Button>
        )}
      </div>
      {error !== null && <ErrorNotice error={error} />}
      <ProposalTable
        {...{ answer, side, stages, without, own }}
        onAccept={accept}
        onName={(id, name) => setOwn({ ...own, [id]: name })}
      />
      <div className="table-foot">
        <span className="grow">
          {[
            t('mapDraft.keys'),
            answer.leftOut.rare > 0 && t('mapDraft.leftRare', { n: answer.leftOut.rare }),
            answer.leftOut.beyond > 0 && t('mapDraft.leftBeyond', { n: answer.leftOut.beyond }),
          ]
            .filter(Boolean)
            .join(' ')}
        </span>
      </div>
      <Unsaved isUnsaved={() => !isMade.current && Object.keys(own).length > 0} />
    </>
  )
}
