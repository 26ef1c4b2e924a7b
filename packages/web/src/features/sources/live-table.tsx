import type { ArrivedEvent } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { StateLabel, type Tone } from '../../ui/metric.tsx'

const tones: Record<ArrivedEvent['verdict'], Tone> = {
  accepted: 'good',
  refused: 'bad',
  duplicate: 'neutral',
}

function Row({ event, open, onOpen }: { event: ArrivedEvent; open: boolean; onOpen: () => void }) {
  const { t, maybe, format } = useText()
  return (
    <tr aria-selected={open || undefined} onClick={onOpen}>
      <td>
        <time dateTime={event.receivedAt} className="quiet">
          {format.clockSeconds(event.receivedAt)}
        </time>
      </td>
      <td>
        <StateLabel tone={event.verdict === 'accepted' && event.detail ? 'warn' : tones[event.verdict]}>
          {t(`sources.one_${event.verdict}`)}
        </StateLabel>
      </td>
      <td className="mono">{event.type}</td>
      <td>
        <button type="button" className="as-link" onClick={onOpen}>
          {event.name || t('sources.noName')}
        </button>
        {event.reason && <span className="sub">{maybe(`sources.reason_${event.reason}`, event.reason)}</span>}
      </td>
      <td className="mono quiet clip-cell">{event.userId ?? event.anonymousId ?? '–'}</td>
    </tr>
  )
}

/** Arrived events, newest first; each opens. */
export function LiveTable({
  events,
  open,
  onOpen,
}: {
  events: readonly ArrivedEvent[]
  open: ArrivedEvent | null
  onOpen: (event: ArrivedEvent) => void
}) {
  const { t } = useText()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="scroll" tabIndex={0} aria-label={t('sources.live')}>
      <table className="rows-open">
        <thead>
          <tr>
            <th>{t('trends.time')}</th>
            <th>{t('sources.verdict')}</th>
            <th>{t('sources.call')}</th>
            <th>{t('people.event')}</th>
            <th>{t('sources.who')}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <Row key={event.id} event={event} open={open?.id === event.id} onOpen={() => onOpen(event)} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
