import { useQuery, useQueryClient } from '@tanstack/react-query'
import { JourneyMap, type MapVersion } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { get, put } from '../../lib/api.ts'
import { mapPath } from '../../lib/maps.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Tag } from '../../ui/metric.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'
import { ChangeList } from './change-list.tsx'
import { versionQuery, versionsQuery } from './map-queries.ts'

/** What one version has made of the one before, of the whole map or of one step. */
function Difference(props: { mapId: string; revision: number; part: string | undefined }) {
  const { mapId, revision, part } = props
  const after = useQuery(versionQuery(mapId, revision))
  const before = useQuery(versionQuery(mapId, revision - 1))
  const error = after.error ?? before.error
  if (error) return <ErrorNotice error={error} />
  if (!after.data || !before.data) return <Skeleton rows={2} height={20} />
  return <ChangeList before={before.data.document} after={after.data.document} part={part} />
}

function Version(props: {
  mapId: string
  version: MapVersion
  isNewest: boolean
  part: string | undefined
  onRestore: (() => void) | null
}) {
  const { t, format } = useText()
  const [isOpen, setOpen] = useState(false)
  const { mapId, version, isNewest, part, onRestore } = props
  return (
    <li className="version">
      <div className="version-head">
        <b>{t('touchpoints.version', { n: version.revision })}</b>
        {isNewest && <Tag tone="accent">{t('touchpoints.versionNow')}</Tag>}
      </div>
      <p className="note">
        {format.moment(version.changedAt)} · {t('touchpoints.by', { name: version.changedBy })}
      </p>
      <div className="buttons">
        {version.revision > 1 && (
          <Button kind="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t('segments.whatChanged')}
          </Button>
        )}
        {!isNewest && onRestore && (
          <Button kind="link" onClick={onRestore}>
            {t('maps.restore')}
          </Button>
        )}
      </div>
      {isOpen && <Difference mapId={mapId} revision={version.revision} part={part} />}
    </li>
  )
}

/** Who changed a map and when, what became different, and a way back; newest first. */
export function MapVersions(props: { map: JourneyMap; part?: string; mayRestore: boolean }) {
  const { t, words } = useText()
  const mayWrite = useMay()('maps:write')
  const client = useQueryClient()
  const say = useToast()
  const { map, part, mayRestore } = props
  const { data, error } = useQuery(versionsQuery(map.id, map.revision))
  const [asked, setAsked] = useState<number | null>(null)
  if (error) return <ErrorNotice error={error} />
  if (!data) return <Skeleton rows={4} />
  const restore = async (revision: number) => {
    try {
      const { document } = await get(JourneyMap, `${mapPath(map.id)}/versions/${revision}`)
      const saved = await put(JourneyMap, mapPath(map.id), { body: { document }, seen: `"${map.revision}"` })
      client.setQueryData(['maps', map.id], saved)
      await client.invalidateQueries({ queryKey: ['maps'] })
      say(t('maps.restored', { n: revision }))
    } catch (fault) {
      say(words(fault), 'bad')
    }
  }
  return (
    <>
      <ul className="versions">
        {data.items.map((version, at) => (
          <Version
            key={version.revision}
            mapId={map.id}
            version={version}
            isNewest={at === 0}
            part={part}
            onRestore={mayWrite && mayRestore ? () => setAsked(version.revision) : null}
          />
        ))}
      </ul>
      {asked !== null && (
        <ConfirmDialog
          title={t('maps.restoreTitle', { n: asked })}
          verb={t('maps.restoreVerb')}
          verbKind="primary"
          onConfirm={() => restore(asked)}
          onClose={() => setAsked(null)}
        >
          {t('maps.restoreText')}
        </ConfirmDialog>
      )}
    </>
  )
}
