import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useText } from '../../i18n/text.tsx'
import { personSegmentsQuery } from './person-queries.ts'

/** The segments that a person is in; each opens. */
export function SegmentChips({ personId }: { personId: string }) {
  const { t, format } = useText()
  const { data } = useQuery(personSegmentsQuery(personId))
  if (!data || data.items.length === 0) return null
  return (
    <span className="tags segment-chips">
      <span className="visually-hidden">{t('segments.title')}</span>
      {data.items.map(({ id, name, since }) => (
        <Link
          key={id}
          className="tag accent"
          to="/segments/$segmentId"
          params={{ segmentId: id }}
          title={`${t('segments.since')}: ${format.moment(since)}`}
        >
          {name}
        </Link>
      ))}
    </span>
  )
}
