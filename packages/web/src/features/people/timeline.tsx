import { useInfiniteQuery } from '@tanstack/react-query'
import type { TimelineItem } from '@teia/contracts'
import { useEffect, useRef, useState } from 'react'
import { useSession } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { useChannelName } from '../../ui/channel-name.ts'
import { ChannelIcon } from '../../ui/icons.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { useTouchpointCard } from '../../ui/touchpoint-card.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import type { PersonSearch } from './people-search.ts'
import { amountOf, byDay, detailOf, scoreOf, toneOfItem, verbatimOf } from './person-facts.ts'
import { timelineQuery } from './person-queries.ts'
import { groupRepeats, type TimelineGroup } from './timeline-groups.ts'

function Item({ item, open, onOpen }: { item: TimelineItem; open: boolean; onOpen: () => void }) {
  const { format } = useText()
  const channelName = useChannelName()
  const withTouchpointCard = useTouchpointCard()
  const touchpoint = useTouchpointName()(item.touchpoint)
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
      <span className="side" {...withTouchpointCard(item.touchpoint, item.channel)}>
        {[...new Set([...(item.touchpoint ? [touchpoint] : []), channelName(item.channel)])].join(' · ')}
      </span>
    </li>
  )
}

/** Several of the same in a row: one line that opens into all of them. */
function Repeats({
  group,
  openId,
  onOpen,
}: {
  group: TimelineGroup
  openId: string | undefined
  onOpen: (id: string) => void
}) {
  const { t, format } = useText()
  const channelName = useChannelName()
  const [newest] = group.items
  const oldest = group.items.at(-1) ?? newest
  const touchpoint = useTouchpointName()(newest.touchpoint)
  const [isOpen, setOpen] = useState(group.items.some((item) => item.id === openId))
  return (
    <>
      <li className="repeats">
        <time dateTime={newest.time}>{format.clock(newest.time)}</time>
        <span className="mark">
          <ChannelIcon channel={newest.channel} />
        </span>
        <div className="what">
          <button type="button" className="as-text" onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
            <b>{newest.name}</b> <span className="quiet">{t('people.times', { n: group.items.length })}</span>
          </button>
          <span className="quiet"> · {t('people.sinceClock', { time: format.clock(oldest.time) })}</span>
        </div>
        <span className="side">
          {[...new Set([...(newest.touchpoint ? [touchpoint] : []), channelName(newest.channel)])].join(
            ' · ',
          )}
        </span>
      </li>
      {isOpen &&
        group.items.map((item) => (
          <Item key={item.id} item={item} open={openId === item.id} onOpen={() => onOpen(item.id)} />
        ))}
    </>
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
  const { workspace } = useSession()
  const toggle = (id: string) => props.onOpen(props.search.event === id ? undefined : id)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    timelineQuery(props.personId, props.search, workspace.timeZone),
  )
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
            {groupRepeats(ofDay).map((group) =>
              group.items.length > 1 ? (
                <Repeats key={group.key} group={group} openId={props.search.event} onOpen={toggle} />
              ) : (
                <Item
                  key={group.key}
                  item={group.items[0]}
                  open={props.search.event === group.key}
                  onOpen={() => toggle(group.key)}
                />
              ),
            )}
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
