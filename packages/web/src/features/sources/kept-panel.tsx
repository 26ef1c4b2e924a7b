import type { KeptEvent } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { StateLabel } from '../../ui/metric.tsx'
import { Pairs, PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { useCopy } from '../../ui/use-copy.ts'

/** One event that did not get in: why, when, and the body as it came. */
export function KeptPanel({
  event,
  onClose,
  onReplay,
  onEdit,
}: {
  event: KeptEvent
  onClose: () => void
  onReplay?: () => void
  onEdit?: () => void
}) {
  const { t, maybe, told, format } = useText()
  const copy = useCopy()
  const body = JSON.stringify(event.body, null, 2)
  return (
    <SidePanel
      kind={t(`sources.kept_${event.kind}`)}
      title={event.name || event.type || t('sources.noName')}
      label={t('sources.event')}
      onClose={onClose}
    >
      <div style={{ marginTop: 8 }}>
        <p className="strong">
          <StateLabel tone={event.kind === 'kept_aside' ? 'warn' : 'bad'}>
            {maybe(`sources.reason_${event.reason}`, event.reason)}
          </StateLabel>
        </p>
        <p className="quiet">{told(event.faults, event.detail)}</p>
        <Pairs
          pairs={[
            [
              t('people.received'),
              `${format.dayShort(event.receivedAt)} ${format.clockSeconds(event.receivedAt)}`,
            ],
            [t('sources.call'), event.type || '–'],
          ]}
        />
        <div className="buttons" style={{ marginTop: 8 }}>
          {onReplay && (
            <Button kind="primary" icon="play" onClick={onReplay}>
              {t('sources.replayOne')}
            </Button>
          )}
          {onEdit && <Button onClick={onEdit}>{t('sources.editOne')}</Button>}
          <Button icon="copy" onClick={() => void copy(body)}>
            {t('common.copy')}
          </Button>
        </div>
      </div>
      <PanelSection title={t('sources.body')}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
        <pre className="code" tabIndex={0}>
          {body}
        </pre>
      </PanelSection>
    </SidePanel>
  )
}
