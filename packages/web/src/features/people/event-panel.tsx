import { useQuery } from '@tanstack/react-query'
import { RawEvent } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { get } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { useChannelName } from '../../ui/channel-name.ts'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Pairs, PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { useCopy } from '../../ui/use-copy.ts'

/** One event as it was accepted, and what it became. */
export function EventPanel({ eventId, onClose }: { eventId: string; onClose: () => void }) {
  const { t, format } = useText()
  const copy = useCopy()
  const channelName = useChannelName()
  const touchpointName = useTouchpointName()
  const { data, error, refetch } = useQuery({
    queryKey: ['events', eventId],
    queryFn: ({ signal }) => get(RawEvent, `/events/${encodeURIComponent(eventId)}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const raw = data ? JSON.stringify(data.raw, null, 2) : ''
  return (
    <SidePanel
      kind={t('people.event')}
      title={data?.item.name ?? '…'}
      label={t('people.event')}
      onClose={onClose}
    >
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={8} height={26} />
      ) : (
        <>
          <div style={{ marginTop: 8 }}>
            <Pairs
              pairs={[
                [t('people.happened'), `${format.moment(data.item.time)}`],
                [t('people.received'), `${format.moment(data.receivedAt)}`],
                [t('people.source'), data.source],
                [t('people.touchpoint'), touchpointName(data.item.touchpoint)],
                [t('filters.channel'), channelName(data.item.channel)],
              ]}
            />
          </div>
          <PanelSection title={t('people.properties')}>
            <Pairs
              pairs={Object.entries(data.item.properties).map(([name, value]) => [
                name,
                <span key={name} className="wrap">
                  {typeof value === 'string' ? value : JSON.stringify(value)}
                </span>,
              ])}
            />
          </PanelSection>
          <PanelSection title={t('people.raw')}>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
            <pre className="code" tabIndex={0}>
              {raw}
            </pre>
            <div className="buttons" style={{ marginTop: 8 }}>
              <Button icon="copy" onClick={() => void copy(raw)}>
                {t('common.copy')}
              </Button>
            </div>
          </PanelSection>
        </>
      )}
    </SidePanel>
  )
}
