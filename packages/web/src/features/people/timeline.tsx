import { useInfiniteQuery } from '@tanstack/react-query'
import { type TimelineItem, TimelinePage } from '@teia/contracts'
import { useEffect, useRef } from 'react'
import { useText } from '../../i18n/text.tsx'
import { get } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { useChannelName } from '../../ui/filter-bar.tsx'
import { ChannelIcon } from '../../ui/icons.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import type { PersonSearch } from './people-search.ts'
import { amountOf, byDay, detailOf, scoreOf, toneOfItem, verbatimOf } from './person-facts.ts'

const PAGE = 50

function Item({ item, open, onOpen }: { item: TimelineItem; open: boolean; onOpen: () => void }) {
  const { format } = useText()
  const channelName = useChannelName()
  const tone = toneOfItem(item)
  const quote = verbatimOf(item)
  const score = scoreOf(item)
  const amount = amountOf(item, format.currency)
  const detail = quote ? null : detailOf(item)
  const money =
    amount &&
    (amount.currency === format.currency
      ? format.money(amount.amount)
      : `${amount.currency} ${format.numbers.format(amount.amount)}`)
  return (
    <li className={open ? 'open' : undefined}>
      <time dateTime={item.time}>{format.clock(item.time)}</time>
      <span className={tone ? `mark ${tone}` : 'mark'}>
        <ChannelIcon channel={item.channel} />
      </span>
      <div className="what">
        <button type="button" className="as-text" onClick={onOpen} aria-expanded={open}>
          <b>{item.name}</b>
        </button>
        {money && <b> {money}</b>}
        {detail && <span className="quiet"> · {detail}</span>}
        {quote && <blockquote className="quote">“{quote}”</blockquote>}
        {score && (
          <div className="byline">
            <span className={`score ${score.tone}`}>{score.score}</span>
            {typeof item.properties.metric === 'string' && (
              <span>{item.properties.metric.toUpperCase()}</span>
            )}
            {typeof item.properties.language === 'string' && <span>· {item.properties.language}</span>}
          </div>
        )}
      </div>
      <span className="side">
        {item.touchpoint}
        {item.touchpoint !== channelName(item.channel) && ` · ${channelName(item.channel)}`}
      </span>
    </li>
  )
}

/** Calls back when the end of a list comes near; the button beside it does the same by keyboard. */
function useEnd(onEnd: () => void, active: boolean) {
  const end = useRef<HTMLDivElement>(null)
  const call = useRef(onEnd)
  call.current = onEnd
  useEffect(() => {
    const element = end.current
    if (!element || !active) return
    const watch = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && call.current(),
      { rootMargin: '400px' },
    )
    watch.observe(element)
    return () => watch.disconnect()
  }, [active])
  return end
}

/** What a person did, newest first, day by day; more comes as the end nears. */
export function Timeline(props: {
  personId: string
  search: PersonSearch
  onOpen: (id: string | undefined) => void
}) {
  const { t, format } = useText()
  const { channel, touchpoint, search } = props.search
  const narrowed = { channel, touchpoint, search, limit: PAGE }
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['people', props.personId, 'timeline', narrowed],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: cursor, signal }) =>
      get(TimelinePage, `/people/${encodeURIComponent(props.personId)}/timeline`, {
        query: { ...narrowed, cursor },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor,
  })
  const end = useEnd(() => void fetchNextPage(), hasNextPage && !isFetchingNextPage)
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={12} />
  const items = data.pages.flatMap((page) => page.items)
  if (items.length === 0)
    return <EmptyState title={t('people.noItems')}>{t('people.noItemsHelp')}</EmptyState>
  return (
    <>
      {byDay(items, format.dayKey).map(({ day, items: ofDay }) => (
        <div key={day}>
          <h3 className="day">
            {day.slice(0, 4) === format.dayKey(new Date()).slice(0, 4)
              ? format.dayLong(day)
              : format.dayLongYear(day)}
            <span className="note">{t('people.nInteractions', { n: ofDay.length })}</span>
          </h3>
          <ol className="timeline">
            {ofDay.map((item) => (
              <Item
                key={item.id}
                item={item}
                open={props.search.event === item.id}
                onOpen={() => props.onOpen(props.search.event === item.id ? undefined : item.id)}
              />
            ))}
          </ol>
        </div>
      ))}
      <div ref={end} className="table-foot">
        {hasNextPage && (
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('people.earlier')}
          </Button>
        )}
      </div>
    </>
  )
}
