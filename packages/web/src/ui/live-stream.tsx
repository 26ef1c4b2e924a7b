import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { LiveInteraction } from '@teia/contracts'
import { z } from 'zod'
import { useText } from '../i18n/text.tsx'
import { get } from '../lib/api.ts'
import { useStream } from '../lib/use-stream.ts'
import { ChannelIcon } from './icons.tsx'
import { usePersonCard } from './person-card.tsx'
import { usePersonName } from './person-name.ts'

const Recent = z.object({ items: z.array(LiveInteraction) })
const none: LiveInteraction[] = []
const timeOf = (item: LiveInteraction) => item.time

/** Interactions of the workspace as they come, newest first, with what came just before. */
export function useLive(keep: number) {
  const { data, error, refetch } = useQuery({
    queryKey: ['live', 'recent'],
    queryFn: ({ signal }) => get(Recent, '/live/recent', { signal }),
    staleTime: 0,
  })
  const live = useStream({
    schema: LiveInteraction,
    path: '/live',
    event: 'interaction',
    recent: data?.items ?? none,
    timeOf,
    onOpen: refetch,
    keep,
  })
  return { ...live, error }
}

/** One line per interaction: when, where, who, what, and the one property worth showing. */
export function StreamList({ items }: { items: readonly LiveInteraction[] }) {
  const { format } = useText()
  const personName = usePersonName()
  const withCard = usePersonCard()
  return (
    <ol className="stream">
      {items.map((item) => (
        <li key={item.id}>
          <time dateTime={item.time}>{format.clockSeconds(item.time)}</time>
          <ChannelIcon channel={item.channel} />
          <span className="grow">
            <Link
              to="/people/$personId"
              params={{ personId: item.personId }}
              search={{ event: item.id }}
              {...withCard({ id: item.personId, name: item.personName })}
            >
              {personName(item.personName)}
            </Link>{' '}
            <span>{item.name}</span>
          </span>
          <span className="quiet">{item.note}</span>
        </li>
      ))}
    </ol>
  )
}
