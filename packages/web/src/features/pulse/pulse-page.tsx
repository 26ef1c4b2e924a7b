import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type Filter, PulseAnswer, type PulseRow } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { narrow } from '../../lib/filter-edit.ts'
import { daysOf, filterOf, previousDays, rangeOf, todayIn } from '../../lib/periods.ts'
import { Button, Switch } from '../../ui/button.tsx'
import type { Action } from '../../ui/context-menu.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { StreamList, useLive } from '../../ui/live-stream.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { useDaysText } from '../../ui/period-pick.tsx'
import { SqlDialog, useCopy } from '../../ui/sql-dialog.tsx'
import { Briefs } from './briefs.tsx'
import { largestChange, leavesOfRow, relative } from './facts.ts'
import type { PulseSearch } from './pulse-search.ts'
import { PulseTable } from './pulse-table.tsx'
import { PulseStrip } from './strip.tsx'

const route = getRouteApi('/shell/')

/** The sentence of the page: how many came, against before, and the largest change that is beyond chance. */
function useDeck(answer: PulseAnswer | undefined) {
  const { rich, t, format } = useText()
  if (!answer) return t('pulse.deckWaiting')
  if (answer.people.value === 0) return t('pulse.deckEmpty')
  const change = relative(answer.people)
  const top = largestChange(answer)
  return (
    <>
      {rich('pulse.deckPeople', {
        n: answer.people.value,
        change: change === null ? '' : `${format.signed(change * 100, 1)} %`,
        known: change === null ? 'first' : 'again',
      })}{' '}
      {top
        ? rich('pulse.deckChange', {
            name: top.name,
            now: format.percent(top.share),
            before: format.percent(top.share - top.change),
            n: top.people,
          })
        : t('pulse.deckCalm')}
    </>
  )
}

function LivePart() {
  const { t } = useText()
  const live = useLive(11)
  return (
    <Section
      title={t('pulse.live')}
      note={t('pulse.perMinute', { n: live.perMinute })}
      actions={
        <Button kind="link" onClick={live.paused ? live.resume : live.pause}>
          {live.paused ? t('pulse.resume', { n: live.waiting }) : t('pulse.pause')}
        </Button>
      }
    >
      {live.items.length > 0 ? <StreamList items={live.items} /> : <p className="note">{t('pulse.quiet')}</p>}
      <p className="table-foot">
        <Link to="/live">{t('pulse.openLive')}</Link>
      </p>
    </Section>
  )
}

/** What can be done with a row: each opens another page about exactly these people. */
function useRowActions(search: PulseSearch, by: 'touchpoint' | 'channel') {
  const { t } = useText()
  const navigate = useNavigate()
  const copy = useCopy()
  const rowFilter = (filter: Filter | undefined, row: PulseRow) =>
    leavesOfRow(row, by).reduce<Filter | undefined>((all, leaf) => narrow(all, leaf), filter)
  const { period, from, to, compare } = search
  const time = { period, from, to, compare }
  const openPeople = (row: PulseRow) =>
    void navigate({ to: '/people', search: { ...time, filter: rowFilter(filterOf(search), row) } })
  const filterBy = (filter: Filter | undefined) => void navigate({ to: '/', search: { ...search, filter } })
  return {
    openPeople,
    actions: (row: PulseRow): Action[] => [
      { label: t('common.openPeople'), icon: 'people', onSelect: () => openPeople(row) },
      ...(by === 'touchpoint'
        ? [
            {
              label: t('common.openPaths'),
              icon: 'journeys' as const,
              onSelect: () => void navigate({ to: '/paths', search: { ...time, start: row.name } }),
            },
          ]
        : []),
      {
        label: t('common.openTrend'),
        icon: 'chart',
        onSelect: () =>
          void navigate({
            to: '/trends',
            search: { ...time, filter: rowFilter(filterOf(search), row) },
          }),
      },
      {
        label: t('common.filterBy'),
        icon: 'filter',
        onSelect: () => filterBy(rowFilter(search.filter, row)),
      },
      {
        label: t('common.exclude'),
        icon: 'exclude',
        onSelect: () =>
          filterBy(
            narrow(
              search.filter,
              by === 'channel'
                ? { channel: row.channel, operator: 'not_equals' }
                : { touchpoint: row.name, operator: 'not_equals' },
            ),
          ),
      },
      { label: t('common.copyLink'), icon: 'link', onSelect: () => void copy(window.location.href) },
    ],
  }
}

function Answer({ answer, search }: { answer: PulseAnswer; search: PulseSearch }) {
  const { t } = useText()
  const navigate = useNavigate()
  const by = search.by ?? 'touchpoint'
  const { openPeople, actions } = useRowActions(search, by)
  const set = (change: Partial<PulseSearch>) =>
    void navigate({ to: '/', search: { ...search, ...change }, replace: true, resetScroll: false })
  const rows = by === 'channel' ? answer.byChannel : answer.byTouchpoint
  const openBrief = (row: PulseRow, of: 'touchpoint' | 'channel') => {
    const filter = leavesOfRow(row, of).reduce<Filter | undefined>(
      (all, leaf) => narrow(all, leaf),
      filterOf(search),
    )
    void navigate({
      to: '/trends',
      search: {
        period: search.period,
        from: search.from,
        to: search.to,
        filter,
        measure: 'people',
      },
    })
  }
  if (answer.people.value === 0)
    return (
      <EmptyState
        title={t('pulse.emptyTitle')}
        action={
          <Link className="button primary" to="/sources">
            {t('pulse.emptyAction')}
          </Link>
        }
      >
        {t('pulse.emptyText')}
      </EmptyState>
    )
  return (
    <>
      <Briefs answer={answer} onOpen={openBrief} />
      <PulseStrip answer={answer} />
      <div className="lower">
        <Section
          title={t('pulse.tableTitle')}
          note={t('pulse.tableNote')}
          actions={
            <Switch
              label={t('pulse.tableBy')}
              value={by}
              options={[
                { value: 'touchpoint', label: t('pulse.touchpoint') },
                { value: 'channel', label: t('pulse.channel') },
              ]}
              onChange={(value) => set({ by: value })}
            />
          }
        >
          <PulseTable
            rows={rows}
            by={by}
            sort={search.sort}
            onSort={(sort) => set({ sort })}
            onOpen={openPeople}
            actions={actions}
          />
        </Section>
        <LivePart />
      </div>
    </>
  )
}

/** Home: what changed, how many came, where they met the company, what happens now. */
export function PulsePage() {
  const { t, format } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const daysText = useDaysText()
  const [showSql, setShowSql] = useState(false)
  const range = rangeOf(search, format.timeZone)
  const filter = filterOf(search)
  const question = filter ? { range, filter } : { range }
  const { data, error, refetch, dataUpdatedAt, isPlaceholderData } = useQuery({
    queryKey: ['questions', 'pulse', question],
    queryFn: ({ signal }) => ask(PulseAnswer, '/questions/pulse', question, signal),
    placeholderData: keepPreviousData,
  })
  const deck = useDeck(data)
  return (
    <>
      <PageHeader
        title={t('shell.pulse')}
        deck={deck}
        actions={
          data && (
            <Button kind="plain" icon="code" onClick={() => setShowSql(true)}>
              {t('common.showSql')}
            </Button>
          )
        }
      />
      <FilterBar
        search={search}
        onChange={(change) => void navigate({ to: '/', search: { ...search, ...change } })}
        note={
          data &&
          t('pulse.updated', {
            time: format.clockSeconds(new Date(dataUpdatedAt)),
            zone: format.timeZone,
            before: daysText(previousDays(daysOf(search, todayIn(format.timeZone))), false),
          })
        }
      />
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <div className={isPlaceholderData ? 'stale' : undefined}>
          <Answer answer={data} search={search} />
        </div>
      ) : (
        <Skeleton rows={16} />
      )}
      {showSql && data && <SqlDialog meta={data.meta} onClose={() => setShowSql(false)} />}
    </>
  )
}
