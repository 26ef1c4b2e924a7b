import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ArrivedEvent } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { useStream } from '../../lib/use-stream.ts'
import { Button, Switch } from '../../ui/button.tsx'
import { StateLabel, type Tone } from '../../ui/metric.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { Pairs, PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { recentQuery } from './source-queries.ts'

const route = getRouteApi('/shell/sources/$sourceId')
const none: ArrivedEvent[] = []
const timeOf = (event: ArrivedEvent) => event.receivedAt
const tones: Record<ArrivedEvent['verdict'], Tone> = {
  accepted: 'good',
  refused: 'bad',
  duplicate: 'neutral',
}

/** One arrived event whole: verdict and reason first, then who sent it, then the body as it came. */
export function ArrivedPanel({ event, onClose }: { event: ArrivedEvent; onClose: () => void }) {
  const { t, maybe, format } = useText()
  return (
    <SidePanel
      kind={t(`sources.one_${event.verdict}`)}
      title={event.name || event.type}
      label={t('sources.event')}
      onClose={onClose}
    >
      <div style={{ marginTop: 8 }}>
        {event.reason && (
          <p className="strong">
            <StateLabel tone="bad">{maybe(`sources.reason_${event.reason}`, event.reason)}</StateLabel>
          </p>
        )}
        {event.detail && <p className="quiet">{event.detail}</p>}
        <Pairs
          pairs={[
            [t('people.received'), format.clockSeconds(event.receivedAt)],
            [t('sources.call'), event.type],
            [t('people.userId'), event.userId ?? '–'],
            [t('people.anonymousId'), event.anonymousId ?? '–'],
            [t('sources.library'), event.library ?? '–'],
          ]}
        />
      </div>
      <PanelSection title={t('sources.body')}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
        <pre className="code" tabIndex={0}>
          {JSON.stringify(event.body, null, 2)}
        </pre>
      </PanelSection>
    </SidePanel>
  )
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
        <StateLabel tone={tones[event.verdict]}>{t(`sources.one_${event.verdict}`)}</StateLabel>
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

/** What arrives at a source, as it arrives: taken, refused with its reason, or seen before. */
export function SourceLive({
  sourceId,
  onOpen,
  open,
}: {
  sourceId: string
  onOpen: (event: ArrivedEvent | null) => void
  open: ArrivedEvent | null
}) {
  const { t } = useText()
  const { verdict } = route.useSearch()
  const navigate = useNavigate()
  const { data } = useQuery(recentQuery(sourceId))
  const live = useStream(
    ArrivedEvent,
    `/sources/${encodeURIComponent(sourceId)}/live`,
    'arrived',
    data?.items ?? none,
    timeOf,
    100,
  )
  const [options] = useState(['all', 'accepted', 'refused', 'duplicate'] as const)
  const shown = live.items.filter((event) => !verdict || event.verdict === verdict)
  return (
    <Section
      title={t('sources.live')}
      note={live.state === 'lost' ? t('sources.lost') : t('pulse.perMinute', { n: live.perMinute })}
      actions={
        <div className="actions">
          <Switch
            label={t('sources.verdict')}
            value={verdict ?? 'all'}
            options={options.map((value) => ({ value, label: t(`sources.${value}`) }))}
            onChange={(value) =>
              void navigate({
                to: '/sources/$sourceId',
                params: { sourceId },
                search: value === 'all' ? {} : { verdict: value },
                replace: true,
                resetScroll: false,
              })
            }
          />
          <Button icon={live.paused ? 'play' : 'pause'} onClick={live.paused ? live.resume : live.pause}>
            {live.paused ? t('pulse.resume', { n: live.waiting }) : t('pulse.pause')}
          </Button>
        </div>
      }
    >
      {shown.length === 0 ? (
        <EmptyState title={t('sources.waitingTitle')}>{t('sources.waitingText')}</EmptyState>
      ) : (
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
              {shown.map((event) => (
                <Row key={event.id} event={event} open={open?.id === event.id} onOpen={() => onOpen(event)} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Section>
  )
}
