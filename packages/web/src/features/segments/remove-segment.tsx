import { useQueryClient } from '@tanstack/react-query'
import type { Segment } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'
import { segmentPath } from './segment-queries.ts'

/** Asks before a segment is removed; one that other segments ask for says so and stays. */
export function RemoveSegment(props: { segment: Segment; onClose: () => void; onRemoved: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const say = useToast()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const { segment, onClose, onRemoved } = props
  const { name, usedBy } = segment
  const remove = async () => {
    setBusy(true)
    setError(null)
    try {
      await send('DELETE', segmentPath(segment.id))
      say(t('segments.removed', { name }))
      onRemoved()
      client.removeQueries({ queryKey: ['segments', segment.id] })
      await client.invalidateQueries({ queryKey: ['segments'], exact: true })
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('segments.removeTitle', { name })} onClose={onClose}>
      <p className="quiet">
        {usedBy.length > 0
          ? t('segments.removeUsed', { names: usedBy.map((one) => one.name).join(', ') })
          : t('segments.removeText')}
      </p>
      {error !== null && <ErrorNotice error={error} />}
      <div className="buttons end">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button kind="danger" busy={busy} disabled={usedBy.length > 0} onClick={() => void remove()}>
          {t('segments.remove')}
        </Button>
      </div>
    </Dialog>
  )
}
