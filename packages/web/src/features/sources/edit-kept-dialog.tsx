import type { KeptEvent } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { readText } from '../../lib/places.ts'
import { Button } from '../../ui/button.tsx'
import { CodeEditor } from '../../ui/code-editor.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { StateLabel } from '../../ui/metric.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { TimesChoice } from './replay-dialog.tsx'
import type { ReplayState } from './use-replay.ts'

type Body = Record<string, unknown>
const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The body of one event that did not get in, to be mended and taken again; what is still wrong shows here. */
export function EditKeptDialog({
  event,
  onTake,
  onClose,
}: {
  event: KeptEvent
  onTake: (body: Body, times: 'said' | 'received') => Promise<ReplayState>
  onClose: () => void
}) {
  const { t, told } = useText()
  const [text, setText] = useState(() => JSON.stringify(event.body, null, 2))
  const [times, setTimes] = useState<'said' | 'received'>('said')
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<{ text: string; state: ReplayState } | null>(null)
  const read = readText(text, told)
  const body = isBody(read.value) ? read.value : null
  const faults =
    read.faults.length === 0 && body === null
      ? [{ line: 1, message: t('sources.bodyNoObject') }]
      : read.faults
  const take = async () => {
    if (!body) return
    setBusy(true)
    const state = await onTake(body, times)
    setBusy(false)
    if (state.replayed > 0) onClose()
    else setOutcome({ text, state })
  }
  const refused = outcome?.text === text ? outcome.state.refused[0] : undefined
  return (
    <Dialog
      title={t('sources.editTitle', { name: event.name || event.type || t('sources.noName') })}
      width={640}
      onClose={onClose}
    >
      <form
        className="stack"
        onSubmit={(submitted) => {
          submitted.preventDefault()
          void take()
        }}
      >
        <p className="quiet">{t('sources.editText')}</p>
        <p>
          <StateLabel tone={event.kind === 'kept_aside' ? 'warn' : 'bad'}>
            {told(event.faults, event.detail)}
          </StateLabel>
        </p>
        <CodeEditor label={t('sources.body')} value={text} onChange={setText} faults={faults} rows={14} />
        <TimesChoice value={times} onChange={setTimes} />
        {refused && (
          <p className="notice bad" role="alert">
            {t('sources.stillNot', { why: told(refused.faults, refused.detail) })}
          </p>
        )}
        {outcome && outcome.state.error !== null && <ErrorNotice error={outcome.state.error} />}
        <div className="buttons end">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" busy={busy} disabled={body === null}>
            {t('sources.replayOne')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
