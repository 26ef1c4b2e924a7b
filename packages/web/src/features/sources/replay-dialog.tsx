import type { KeptEvent } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { StateLabel } from '../../ui/metric.tsx'
import { ErrorNotice, Progress } from '../../ui/notices.tsx'
import type { ReplayState } from './use-replay.ts'

/** Asks with which times events are taken again: those they say, or those of arrival now. */
export function ReplayDialog({
  kind,
  total,
  onStart,
  onClose,
}: {
  kind: KeptEvent['kind']
  total: number
  onStart: (times: 'said' | 'received') => void
  onClose: () => void
}) {
  const { t } = useText()
  const [times, setTimes] = useState<'said' | 'received'>('said')
  return (
    <Dialog title={t('sources.replayTitle', { n: total })} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          onStart(times)
        }}
      >
        <p className="quiet">{t(`sources.replayText_${kind}`)}</p>
        <TimesChoice value={times} onChange={setTimes} />
        <div className="buttons end">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit">
            {t('sources.replayStart')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

type Times = 'said' | 'received'

/** With which time events are taken again. */
export function TimesChoice({ value, onChange }: { value: Times; onChange: (times: Times) => void }) {
  const { t } = useText()
  return (
    <fieldset className="bare">
      <legend>{t('sources.replayTimes')}</legend>
      <div className="choice-rows">
        {(['said', 'received'] as const).map((one) => (
          <label key={one}>
            <input type="radio" name="times" checked={value === one} onChange={() => onChange(one)} />
            <span>{t(`sources.times_${one}`)}</span>
            <span className="hint">{t(`sources.timesHint_${one}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Why events could still not be taken: each reason with its count, and of a single one what is wrong. */
function StillNot({ state }: { state: ReplayState }) {
  const { t, maybe, told, format } = useText()
  const [only] = state.refused
  if (state.failed === 0) return null
  return (
    <span className="quiet">
      {state.failed === 1 && only
        ? told(only.faults, only.detail)
        : state.reasons
            .map(({ reason, count }) =>
              t('sources.reasonCount', {
                reason: maybe(`sources.reason_${reason}`, reason),
                n: format.whole(count),
              }),
            )
            .join(' · ')}
    </span>
  )
}

/** How far a replay is, and what came of it. */
export function ReplayProgress({
  state,
  onStop,
  onClose,
}: {
  state: ReplayState
  onStop: () => void
  onClose: () => void
}) {
  const { t, format } = useText()
  const tried = state.replayed + state.failed
  if (state.isRunning)
    return (
      <div className="toolbar" role="status">
        <div className="grow">
          <Progress
            label={t('sources.replaying')}
            value={tried}
            total={state.total}
            note={t('sources.replayOf', { done: format.whole(tried), total: format.whole(state.total) })}
          />
        </div>
        <Button onClick={onStop}>{t('common.stop')}</Button>
      </div>
    )
  return (
    <div className="toolbar" role="status">
      {state.error !== null && <ErrorNotice error={state.error} />}
      <StateLabel tone={state.failed > 0 ? 'warn' : 'good'}>
        {t('sources.replayed', { n: state.replayed, failed: state.failed })}
      </StateLabel>
      <StillNot state={state} />
      <IconButton icon="close" label={t('common.close')} onClick={onClose} />
    </div>
  )
}
