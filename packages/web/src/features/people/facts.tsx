import { Link } from '@tanstack/react-router'
import type { Person } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { useChannelName } from '../../ui/channel-name.ts'
import { ChannelIcon } from '../../ui/icons.tsx'
import { StateLabel } from '../../ui/metric.tsx'
import { Section } from '../../ui/page-header.tsx'
import { Pairs } from '../../ui/side-panel.tsx'
import { useTouchpointCard } from '../../ui/touchpoint-card.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { PersonIdentifiers } from '../identity/person-identifiers.tsx'
import { TraitNote } from '../identity/trait-note.tsx'
import { NotesSection } from '../notes/notes-section.tsx'
import { namedTwice, toneOf } from './person-facts.ts'
import { useValueText } from './value-text.ts'

function Scores({ scores }: { scores: Person['scores'] }) {
  const { t, format } = useText()
  const last = scores.at(-1)
  if (!last) return null
  const same = scores.filter((score) => score.metric === last.metric).slice(-12)
  const top = last.metric.toLowerCase() === 'nps' ? 10 : 5
  const x = (index: number) => (same.length === 1 ? 160 : 34 + (index / (same.length - 1)) * 252)
  const y = (score: number) => 58 - (score / top) * 48
  return (
    <Section
      title={t('people.scores')}
      note={t('people.nScores', { metric: last.metric.toUpperCase(), n: same.length })}
    >
      <svg
        className="chart"
        viewBox="0 0 300 78"
        role="img"
        aria-label={t('people.scoresSpoken', { scores: same.map((score) => score.score).join(', ') })}
      >
        <path className="grid" d="M18 10H300M18 34H300" />
        <path className="axis" d="M18 58H300" />
        {[top, top / 2, 0].map((tick, index) => (
          <text key={tick} className="t3" x="0" y={14 + index * 24}>
            {format.numbers.format(tick)}
          </text>
        ))}
        <path
          className="series"
          d={same.map((score, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(score.score)}`).join('')}
        />
        {same.map((score, index) => (
          <circle
            key={score.time}
            className={`point ${toneOf(score.score, score.metric) === 'bad' ? 'low' : ''}`}
            cx={x(index)}
            cy={y(score.score)}
            r="3.2"
          >
            <title>{`${format.dayYear(score.time)}: ${score.score}`}</title>
          </circle>
        ))}
        <text className="t3" x="18" y="73">
          {format.dayYear(same[0]?.time ?? last.time)}
        </text>
        {same.length > 1 && (
          <text className="t3 end" x="300" y="73">
            {format.dayYear(last.time)}
          </text>
        )}
      </svg>
    </Section>
  )
}

function Traits({ traits }: { traits: Person['traits'] }) {
  const { t } = useText()
  const [all, setAll] = useState(false)
  const shown = useValueText()
  const visible = all ? traits : traits.slice(0, 8)
  if (traits.length === 0) return null
  return (
    <Section
      title={t('people.traits')}
      note={t('people.nTraits', { n: visible.length, of: traits.length })}
      actions={
        traits.length > 8 && (
          <Button kind="link" onClick={() => setAll(!all)}>
            {t(all ? 'people.fewer' : 'people.allTraits')}
          </Button>
        )
      }
    >
      <Pairs
        pairs={visible.map((trait) => [
          trait.name,
          <span key={trait.name}>
            <span className="fold" title={shown(trait.value)}>
              {shown(trait.value)}
            </span>
            <TraitNote trait={trait} write={shown} />
          </span>,
        ])}
      />
    </Section>
  )
}

/** The facts column: who this is, what they allowed, what is known, where they come from. */
export function Facts({ person }: { person: Person }) {
  const { t, format } = useText()
  const touchpointName = useTouchpointName()
  const withTouchpointCard = useTouchpointCard()
  const channelName = useChannelName()
  const twice = namedTwice(person.touchpoints.map((one) => one.touchpoint))
  return (
    <aside className="facts" aria-label={t('people.facts')}>
      <NotesSection about={{ kind: 'people', id: person.id }} />
      <PersonIdentifiers person={person} />
      {person.consents.length > 0 && (
        <Section title={t('people.consents')} note={t('people.byPurpose')}>
          <ul className="rows">
            {person.consents.map((consent) => (
              <li key={consent.purpose}>
                <span className="grow">{consent.purpose.replaceAll('_', ' ')}</span>
                <ConsentState consent={consent} />
                {(!consent.granted || consent.expiresAt === null) && (
                  <span className="note day-cell">{format.dayYear(consent.at)}</span>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {person.accounts.length > 0 && (
        <Section title={t('shell.accounts')}>
          <ul className="rows">
            {person.accounts.map((account) => (
              <li key={account.id}>
                <Link className="grow" to="/accounts/$accountId" params={{ accountId: account.id }}>
                  {account.name}
                </Link>
                <span className="note">{t('common.people', { n: account.people })}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Traits traits={person.traits} />
      {person.touchpoints.length > 0 && (
        <Section title={t('shell.touchpoints')} note={t('people.byUse')}>
          <ul className="rows">
            {person.touchpoints.slice(0, 10).map((one) => (
              <li key={`${one.touchpoint} ${one.channel}`}>
                <ChannelIcon channel={one.channel} />
                <Link
                  className="grow"
                  to="/people/$personId"
                  params={{ personId: person.id }}
                  search={{ touchpoint: one.touchpoint }}
                  {...withTouchpointCard(one.touchpoint, one.channel)}
                >
                  {touchpointName(one.touchpoint)}
                  {twice.has(one.touchpoint) && <span className="note"> {channelName(one.channel)}</span>}
                </Link>
                <span className="note">{format.whole(one.interactions)}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Scores scores={person.scores} />
    </aside>
  )
}

/** Whether a consent holds now: one that has expired counts as none, and says since when. */
function ConsentState({ consent }: { consent: Person['consents'][number] }) {
  const { t, format } = useText()
  const end = consent.granted ? consent.expiresAt : null
  const isOver = end !== null && Date.parse(end) <= Date.now()
  if (isOver)
    return <StateLabel tone="warn">{t('people.consentExpired', { day: format.dayYear(end) })}</StateLabel>
  return (
    <StateLabel tone={consent.granted ? 'good' : 'neutral'}>
      {t(consent.granted ? 'common.yes' : 'common.no')}
      {end !== null && <span className="note">{t('people.consentUntil', { day: format.dayYear(end) })}</span>}
    </StateLabel>
  )
}
