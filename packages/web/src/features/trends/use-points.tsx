import { useNavigate } from '@tanstack/react-router'
import type { Filter, TrendAnswer } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { narrow } from '../../lib/filter-edit.ts'
import { daysOf, filterOf, todayIn } from '../../lib/periods.ts'
import type { Action } from '../../ui/context-menu.tsx'
import { Facts } from '../../ui/hover-card.tsx'
import type { Point } from '../../ui/line-points.ts'
import { useDaysText } from '../../ui/period-pick.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { daysOfPoint, within } from './point-days.ts'
import { leavesOf } from './series-leaves.ts'
import type { TrendsSearch } from './trends-search.ts'
import { useTimeText } from './use-trend.ts'

type Names = { times: readonly string[]; nameOf: (series: TrendAnswer['series'][number]) => string }

/** A point with its value, and the point that lies under it in the period before. */
function usePointFacts(search: TrendsSearch, answer: TrendAnswer, { times, nameOf }: Names) {
  const { t, format } = useText()
  const write = useTimeText(search.interval)
  return ({ at, line }: Point) => {
    const series = answer.series[line]
    const time = times[at] ?? ''
    const value = series?.points.find((point) => point.time === time)?.value ?? 0
    const before = answer.previous?.find((other) => other.key.join() === series?.key.join())?.points[at]
    return {
      name: series ? nameOf(series) : '',
      when: search.interval === 'week' ? t('trends.weekOf', { day: write(time) }) : write(time),
      value: format.whole(value),
      before: before && { when: write(before.time), value: format.whole(before.value) },
      change: before && before.value > 0 ? `${format.signed((value / before.value - 1) * 100, 1)} %` : null,
    }
  }
}

/** Where a point leads: its people, its days alone, its series alone. */
function usePointDoors(search: TrendsSearch, answer: TrendAnswer, times: readonly string[]) {
  const { format } = useText()
  const navigate = useNavigate()
  const asked = daysOf(search, todayIn(format.timeZone))
  const leaves = ({ line }: Point) => {
    const series = answer.series[line]
    return series ? leavesOf(series, search.breakdown ?? []) : null
  }
  const time = ({ at }: Point) => ({
    period: 'custom' as const,
    ...within(daysOfPoint(format.dayKey(times[at] ?? asked.from), search.interval ?? 'day'), asked),
  })
  const narrowed = (point: Point, filter: Filter | undefined) =>
    (leaves(point) ?? []).reduce<Filter | undefined>((all, leaf) => narrow(all, leaf), filter)
  const openPeople = (point: Point) => {
    if (!leaves(point)) return
    const all = filterOf(search)
    const filter = search.event ? narrow(all, { event: search.event, operator: 'equals' }) : all
    void navigate({
      to: '/people',
      search: { ...time(point), compare: search.compare, filter: narrowed(point, filter) ?? { and: [] } },
    })
  }
  const show = (change: Partial<TrendsSearch>) =>
    void navigate({ to: '/trends', search: { ...search, ...change } })
  return { leaves, time, narrowed, openPeople, show }
}

/** What a chart of Trends needs to know of its points: their facts, and what can be done with them. */
export function usePoints(search: TrendsSearch, answer: TrendAnswer, names: Names) {
  const { t } = useText()
  const may = useMay()
  const copy = useCopy()
  const daysText = useDaysText()
  const factsOf = usePointFacts(search, answer, names)
  const doors = usePointDoors(search, answer, names.times)
  const onlyThen = (point: Point) => doors.show(doors.time(point))
  const actions = (point: Point): Action[] => {
    const days = doors.time(point)
    const leaves = doors.leaves(point)
    return [
      ...(leaves && may('people:read')
        ? [
            {
              label: t('common.openPeople'),
              icon: 'people' as const,
              onSelect: () => doors.openPeople(point),
            },
          ]
        : []),
      {
        label: t('trends.onlyThen', { days: daysText(days, false) }),
        icon: 'filter',
        onSelect: () => onlyThen(point),
      },
      ...(leaves && leaves.length > 0
        ? [
            {
              label: t('common.filterBy'),
              icon: 'filter' as const,
              onSelect: () => doors.show({ filter: doors.narrowed(point, search.filter), series: undefined }),
            },
          ]
        : []),
      {
        label: t('common.copyLink'),
        icon: 'link',
        onSelect: () => {
          const link = new URL(window.location.href)
          for (const [name, value] of Object.entries(days)) link.searchParams.set(name, value)
          void copy(link.href)
        },
      },
    ]
  }
  const measured = t(search.measure === 'people' ? 'trends.people' : 'trends.events')
  return {
    actions,
    onOpen: (point: Point) =>
      doors.leaves(point) && may('people:read') ? doors.openPeople(point) : onlyThen(point),
    cardOf: (point: Point) => {
      const { name, when, value, before, change } = factsOf(point)
      return (
        <Facts
          kind={when}
          title={name}
          pairs={[
            [measured, <b key="now">{value}</b>],
            ...(before ? ([[t('trends.thenBefore', { when: before.when }), before.value]] as const) : []),
            ...(change ? ([[t('paths.change'), change]] as const) : []),
          ]}
        />
      )
    },
    spokenOf: (point: Point) => {
      const { name, when, value, before } = factsOf(point)
      const now = t('trends.pointSpoken', { when, name, value })
      return before ? `${now}; ${t('trends.beforeSpoken', { value: before.value })}` : now
    },
  }
}
