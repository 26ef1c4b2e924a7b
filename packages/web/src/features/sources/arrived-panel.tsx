import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ArrivedEvent, type ArrivedOutcome, Person } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { get } from '../../lib/api.ts'
import { useChannelName } from '../../ui/channel-name.ts'
import { ChannelIcon } from '../../ui/icons.tsx'
import { StateLabel, Tag } from '../../ui/metric.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { Pairs, PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { outcomeQuery } from './source-queries.ts'

function Body({ title, note, value }: { title: string; note?: string; value: unknown }) {
  return (
    <PanelSection title={title} note={note}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre className="code" tabIndex={0}>
        {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
      </pre>
    </PanelSection>
  )
}

/** Whose event it is, with the way to the person. */
function PersonLink({ id, eventId }: { id: string; eventId: string }) {
  const { t } = useText()
  const personName = usePersonName()
  const { data } = useQuery({
    queryKey: ['people', id, 'person'],
    queryFn: ({ signal }) => get(Person, `/people/${encodeURIComponent(id)}`, { signal }),
    retry: 2,
  })
  return (
    <Link to="/people/$personId" params={{ personId: id }} search={{ event: eventId }}>
      {data ? personName(data.name) : t('sources.openPerson')}
    </Link>
  )
}

function Became({ event }: { event: ArrivedOutcome['events'][number] }) {
  const { t, format } = useText()
  const may = useMay()
  const touchpointName = useTouchpointName()
  const channelName = useChannelName()
  const isNobody = event.type === 'signal'
  return (
    <div className="made">
      <Pairs
        pairs={[
          [t('people.event'), <b key="name">{event.name}</b>],
          [t('sources.happened'), `${format.dayYear(event.time)} ${format.clockSeconds(event.time)}`],
          [t('sources.touchpoint'), touchpointName(event.touchpoint)],
          [
            t('filters.channel'),
            <span key="channel">
              <ChannelIcon channel={event.channel} /> {channelName(event.channel)}
            </span>,
          ],
          ...(isNobody || !may('people:read')
            ? []
            : [
                [
                  t('sources.person'),
                  <PersonLink key="who" id={event.personId} eventId={event.id} />,
                ] as const,
              ]),
        ]}
      />
      {(event.isBot || event.isInternal) && (
        <p className="tags" style={{ marginTop: 6 }}>
          {event.isBot && <Tag tone="warn">{t('sources.flag_bot')}</Tag>}
          {event.isInternal && <Tag tone="warn">{t('sources.flag_internal')}</Tag>}
        </p>
      )}
    </div>
  )
}

function Outcome({ sourceId, event }: { sourceId: string; event: ArrivedEvent }) {
  const { t } = useText()
  const messageId = event.body.messageId
  // A repetition has a place of its own in the log, where nothing is stored: its first coming is found by its name.
  const key =
    event.verdict === 'duplicate'
      ? typeof messageId === 'string' && { message: messageId }
      : /^\d+$/.test(event.id) && { event: event.id }
  const { data, error, refetch } = useQuery({
    ...outcomeQuery(sourceId, key || {}),
    enabled: key !== false,
  })
  return (
    <PanelSection title={t('sources.became')}>
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : data && data.events.length > 0 ? (
        data.events.map((one) => <Became key={one.id} event={one} />)
      ) : (
        <p className="quiet">{t(key === false ? 'sources.unknownOutcome' : 'sources.onItsWay')}</p>
      )}
    </PanelSection>
  )
}

/** One arrived event whole: verdict and reason first, then what it became, who sent it, and the bodies. */
export function ArrivedPanel({
  sourceId,
  event,
  siblings,
  onOpen,
  onClose,
}: {
  sourceId: string
  event: ArrivedEvent
  /** Other events of the same call of a provider. */
  siblings: readonly ArrivedEvent[]
  onOpen: (event: ArrivedEvent) => void
  onClose: () => void
}) {
  const { t, maybe, told, format } = useText()
  return (
    <SidePanel
      kind={t(`sources.one_${event.verdict}`)}
      title={event.name || event.type || t('sources.noName')}
      label={t('sources.event')}
      onClose={onClose}
    >
      <div style={{ marginTop: 8 }}>
        {event.reason && (
          <p className="strong">
            <StateLabel tone="bad">{maybe(`sources.reason_${event.reason}`, event.reason)}</StateLabel>
          </p>
        )}
        {event.detail && (
          <p className="quiet">
            {event.reason === null && <StateLabel tone="warn">{t('sources.againstPlan')}</StateLabel>}{' '}
            {told(event.faults, event.detail)}
          </p>
        )}
        <Pairs
          pairs={[
            [t('people.received'), format.clockSeconds(event.receivedAt)],
            [t('sources.call'), event.type || '–'],
            [t('people.userId'), event.userId ?? '–'],
            [t('people.anonymousId'), event.anonymousId ?? '–'],
            [t('sources.library'), event.library ?? '–'],
          ]}
        />
      </div>
      {event.verdict !== 'refused' && <Outcome sourceId={sourceId} event={event} />}
      {siblings.length > 0 && (
        <PanelSection title={t('sources.siblings')} note={siblings.length}>
          <ul className="rows">
            {siblings.map((one) => (
              <li key={one.id}>
                <button type="button" className="as-link grow" onClick={() => onOpen(one)}>
                  {one.name || one.type}
                </button>
              </li>
            ))}
          </ul>
        </PanelSection>
      )}
      {event.delivery && <Body title={t('sources.delivered')} value={event.delivery.body} />}
      <Body title={t(event.delivery ? 'sources.madeOf' : 'sources.body')} value={event.body} />
    </SidePanel>
  )
}
