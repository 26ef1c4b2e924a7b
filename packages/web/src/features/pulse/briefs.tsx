import { Link } from '@tanstack/react-router'
import type { PulseAnswer, PulseRow } from '@teia/contracts'
import type { ReactNode } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { useChannelName } from '../../ui/channel-name.ts'
import { Icon, type IconName } from '../../ui/icons.tsx'
import { Section } from '../../ui/page-header.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { changedRows, relative, rowKey } from './facts.ts'

function Brief({
  icon,
  tone = 'quiet',
  title,
  children,
}: {
  icon: IconName
  tone?: string
  title: ReactNode
  children: ReactNode
}) {
  return (
    <li>
      <span className={tone}>
        <Icon name={icon} />
      </span>
      <div>
        <p className="title">{title}</p>
        <p>{children}</p>
      </div>
    </li>
  )
}

function Changed({
  rows,
  of,
  open,
}: {
  rows: readonly PulseRow[]
  of: 'touchpoint' | 'channel'
  open: (row: PulseRow) => void
}) {
  const { t, format } = useText()
  const channelName = useChannelName()
  const touchpointName = useTouchpointName()
  const changed = changedRows(rows)
  if (changed.length === 0)
    return (
      <ul className="briefs">
        <Brief icon="minus" title={t('pulse.nothingChanged')}>
          {t('pulse.nothingChangedHelp', { n: rows.length })}
        </Brief>
      </ul>
    )
  return (
    <ul className="briefs">
      {changed.map((row) => (
        <Brief
          key={rowKey(row)}
          icon={row.change > 0 ? 'up' : 'down'}
          title={
            <button type="button" className="as-text" onClick={() => open(row)}>
              {t(row.change > 0 ? 'pulse.more' : 'pulse.fewer', {
                name: of === 'channel' ? channelName(row.name) : touchpointName(row.name),
              })}
            </button>
          }
        >
          {t('pulse.changedLine', {
            now: format.percent(row.share),
            span: format.percentSpan(row.shareLow, row.shareHigh),
            before: format.percent(row.share - row.change),
            points: format.points(row.change),
            low: format.points(row.changeLow),
            high: format.points(row.changeHigh),
            n: row.people,
          })}
        </Brief>
      ))}
    </ul>
  )
}

function Who({ answer }: { answer: PulseAnswer }) {
  const { t, format } = useText()
  const { people, newPeople, returningPeople, interactions } = answer
  const rise = relative(newPeople)
  const perPerson = people.value === 0 ? 0 : interactions.value / people.value
  const before = people.previous === 0 ? 0 : interactions.previous / people.previous
  const knownShare = people.value === 0 ? 0 : people.known / people.value
  const known = t('pulse.knownTitle', { share: format.percent(knownShare) })
  const may = useMay()
  return (
    <ul className="briefs">
      <Brief icon="people" title={t('pulse.newTitle', { n: newPeople.value })}>
        {rise === null
          ? t('pulse.newLineFirst', { returning: returningPeople.value })
          : t('pulse.newLine', {
              change: `${format.signed(rise * 100, 1)} %`,
              before: newPeople.previous,
              returning: returningPeople.value,
            })}
      </Brief>
      <Brief
        icon="key"
        title={
          may('people:read') ? (
            <Link to="/people" search={{ known: 'anonymous' }}>
              {known}
            </Link>
          ) : (
            known
          )
        }
      >
        {t('pulse.knownLine', { known: people.known, anonymous: Math.max(0, people.value - people.known) })}
      </Brief>
      <Brief icon="pulse" title={t('pulse.depthTitle', { n: format.decimal(perPerson) })}>
        {t('pulse.depthLine', { before: format.decimal(before), interactions: interactions.value })}
      </Brief>
    </ul>
  )
}

/** Three columns: what changed by touchpoint, by channel, and who came. Only what the answer proves. */
export function Briefs({
  answer,
  onOpen,
}: {
  answer: PulseAnswer
  onOpen: (row: PulseRow, of: 'touchpoint' | 'channel') => void
}) {
  const { t } = useText()
  return (
    <div className="three">
      <Section title={t('pulse.changedTouchpoints')} note={t('pulse.beyondChance')}>
        <Changed rows={answer.byTouchpoint} of="touchpoint" open={(row) => onOpen(row, 'touchpoint')} />
      </Section>
      <Section title={t('pulse.changedChannels')} note={t('pulse.shareOfPeople')}>
        <Changed rows={answer.byChannel} of="channel" open={(row) => onOpen(row, 'channel')} />
      </Section>
      <Section title={t('pulse.whoCame')} note={t('pulse.whoCameNote')}>
        <Who answer={answer} />
      </Section>
    </div>
  )
}
