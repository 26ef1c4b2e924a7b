import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { JourneyStrip, Person } from '@teia/contracts'
import { useEffect } from 'react'
import { useText } from '../../i18n/text.tsx'
import { get } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { ChannelPick } from '../../ui/filter-bar.tsx'
import { Change, Metric, Metrics } from '../../ui/metric.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { Avatar } from '../../ui/people-list.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { ChoiceList, Pick } from '../../ui/pick.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { EventPanel } from './event-panel.tsx'
import { Facts } from './facts.tsx'
import { JourneyDrawing } from './journey-strip.tsx'
import type { PersonSearch } from './people-search.ts'
import { lastScores, toneOf } from './person-facts.ts'
import { Timeline } from './timeline.tsx'

const route = getRouteApi('/shell/people/$personId')
const STRIP_DAYS = 28

function useDeck(person: Person) {
  const { rich, t, format } = useText()
  const main = person.touchpoints[0]
  return (
    <>
      {rich('people.deckPerson', {
        kind: person.isKnown ? 'known' : 'anonymous',
        where: person.city ? 'city' : 'none',
        city: person.city ?? '',
        since: format.monthYear(person.firstSeenAt),
        last: format.moment(person.lastSeenAt),
      })}{' '}
      {main &&
        t('people.deckMain', { touchpoint: main.touchpoint, n: main.interactions, of: person.interactions })}
    </>
  )
}

function Numbers({ person }: { person: Person }) {
  const { t, format } = useText()
  const { last, before } = lastScores(person)
  const { value } = person
  const rise = value.previousTotal > 0 ? value.total / value.previousTotal - 1 : null
  const tone = last && toneOf(last.score, last.metric)
  return (
    <Metrics label={t('people.numbers')}>
      <Metric
        name={t('people.lastScore')}
        value={last ? format.numbers.format(last.score) : '–'}
        unit={
          last && tone
            ? t('people.scoreUnit', { metric: last.metric.toUpperCase(), tone })
            : t('people.noScore')
        }
        versus={
          last && before ? (
            <>
              <Change
                direction={last.score - before.score}
                tone={last.score === before.score ? 'neutral' : last.score > before.score ? 'good' : 'bad'}
              >
                {format.numbers.format(Math.abs(last.score - before.score))}
              </Change>{' '}
              {t('people.scoreBefore', { score: before.score, day: format.dayShort(before.time) })}
            </>
          ) : (
            last && format.dayYear(last.time)
          )
        }
        note={t('pulse.nAnswers', { n: person.scores.length })}
      />
      <Metric
        name={t('people.value')}
        value={format.moneyWhole(value.total)}
        versus={
          rise === null ? (
            t('people.noValueBefore')
          ) : (
            <>
              <Change direction={rise} tone={rise === 0 ? 'neutral' : rise > 0 ? 'good' : 'bad'}>
                {format.decimal(Math.abs(rise * 100))} %
              </Change>{' '}
              {t('people.valueBefore', { before: format.moneyWhole(value.previousTotal) })}
            </>
          )
        }
        note={t('people.nOrders', {
          n: value.orders,
          each: value.orders > 0 ? format.money(value.total / value.orders) : '–',
        })}
      />
      <Metric
        name={t('people.interval')}
        value={
          value.medianDaysBetween === null
            ? '–'
            : format.numbers.format(Math.round(value.medianDaysBetween * 10) / 10)
        }
        unit={value.medianDaysBetween === null ? t('people.tooFew') : t('people.daysMedian')}
        versus={
          value.daysSinceLast === null
            ? t('people.noOrder')
            : t('people.sinceLast', { n: Math.round(value.daysSinceLast) })
        }
        note={t('people.nIntervals', { n: Math.max(0, value.orders - 1) })}
      />
      <Metric
        name={t('people.interactions')}
        value={format.whole(person.interactions)}
        unit={t('people.nSessions', { n: person.sessions })}
        versus={t('people.perSession', {
          n: format.decimal(person.sessions > 0 ? person.interactions / person.sessions : 0),
        })}
        note={t('people.sinceDay', { day: format.dayYear(person.firstSeenAt) })}
      />
    </Metrics>
  )
}

function Strip({ personId, onOpen }: { personId: string; onOpen: (id: string) => void }) {
  const { t } = useText()
  const { data } = useQuery({
    queryKey: ['people', personId, 'journey'],
    queryFn: ({ signal }) =>
      get(JourneyStrip, `/people/${encodeURIComponent(personId)}/journey`, {
        query: { days: STRIP_DAYS },
        signal,
      }),
  })
  return (
    <Section
      className="below"
      title={t('people.journey')}
      note={data && t('people.journeyNote', { n: data.total, days: STRIP_DAYS })}
    >
      {!data ? (
        <Skeleton rows={4} height={30} />
      ) : data.points.length === 0 ? (
        <p className="note">{t('people.journeyEmpty', { days: STRIP_DAYS })}</p>
      ) : (
        <JourneyDrawing strip={data} onOpen={onOpen} />
      )}
    </Section>
  )
}

function TouchpointPick({
  person,
  search,
  set,
}: {
  person: Person
  search: PersonSearch
  set: (change: Partial<PersonSearch>) => void
}) {
  const { t } = useText()
  return (
    <Pick
      name={t('people.touchpoint')}
      value={search.touchpoint ?? t('common.all')}
      set={search.touchpoint !== undefined}
    >
      {(close) => (
        <ChoiceList
          label={t('people.touchpoint')}
          value={search.touchpoint ?? ''}
          choices={[
            { value: '', label: t('common.all') },
            ...person.touchpoints.map((one) => ({ value: one.touchpoint, label: one.touchpoint })),
          ]}
          onChoose={(value) => {
            set({ touchpoint: value || undefined })
            close()
          }}
        />
      )}
    </Pick>
  )
}

function Body({
  person,
  search,
  set,
}: {
  person: Person
  search: PersonSearch
  set: (change: Partial<PersonSearch>) => void
}) {
  const { t } = useText()
  const narrowed = search.channel || search.touchpoint || search.search
  const deck = useDeck(person)
  const personName = usePersonName()
  return (
    <>
      <PageHeader
        avatar={<Avatar person={person} large />}
        crumbs={
          <Link to="/people" search={{}}>
            {t('shell.people')}
          </Link>
        }
        title={personName(person.name)}
        deck={deck}
      />
      <Numbers person={person} />
      <Strip personId={person.id} onOpen={(event) => set({ event })} />
      <div className="person-body">
        <Section
          title={t('people.timeline')}
          note={t('people.nInteractions', { n: person.interactions })}
          actions={
            <div className="actions">
              {narrowed && (
                <Button
                  kind="link"
                  onClick={() => set({ channel: undefined, touchpoint: undefined, search: undefined })}
                >
                  {t('filters.clear')}
                </Button>
              )}
              <ChannelPick channel={search.channel} onChange={(channel) => set({ channel })} />
              <TouchpointPick person={person} search={search} set={set} />
              <SearchField
                label={t('people.searchTimeline')}
                value={search.search ?? ''}
                onChange={(text) => set({ search: text || undefined })}
              />
            </div>
          }
        >
          <Timeline personId={person.id} search={search} onOpen={(event) => set({ event })} />
        </Section>
        {search.event ? (
          <EventPanel eventId={search.event} onClose={() => set({ event: undefined })} />
        ) : (
          <Facts person={person} />
        )}
      </div>
    </>
  )
}

/** One person: a sentence, four numbers, the walk over channels, the timeline, the facts. */
export function PersonPage() {
  const { personId } = route.useParams()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery({
    queryKey: ['people', personId, 'person'],
    queryFn: ({ signal }) => get(Person, `/people/${encodeURIComponent(personId)}`, { signal }),
  })
  const set = (change: Partial<PersonSearch>) =>
    void navigate({
      to: '/people/$personId',
      params: { personId },
      search: { ...search, ...change },
      replace: true,
      resetScroll: false,
    })
  useEffect(() => {
    // A merged id answers with the person it became: the address then names that person.
    if (data && data.id !== personId)
      void navigate({ to: '/people/$personId', params: { personId: data.id }, search: {}, replace: true })
  }, [data, personId, navigate])
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={16} />
  return <Body person={data} search={search} set={set} />
}
