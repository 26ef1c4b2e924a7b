import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useText } from '../../i18n/text.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { firstRule, SegmentEditor } from './segment-editor.tsx'
import { definitionOf, segmentQuery } from './segment-queries.ts'

const editRoute = getRouteApi('/shell/segments/$segmentId/edit')
const newRoute = getRouteApi('/shell/segments/new')

/** A segment is changed: its rule, and at once whom it would fit. */
export function EditSegmentPage() {
  const { t } = useText()
  const { segmentId } = editRoute.useParams()
  const { data, error, refetch } = useQuery({
    ...segmentQuery(segmentId),
    staleTime: 0,
    refetchInterval: false,
  })
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={12} />
  const begin = definitionOf(data)
  if (!begin) return <ErrorNotice error={new Error('The rule cannot be read.')} />
  return (
    <SegmentEditor
      key={segmentId}
      segment={data}
      begin={begin}
      title={`${t('segments.edit')}: ${data.name}`}
      crumbs={
        <>
          <Link to="/segments">{t('segments.title')}</Link> ›{' '}
          <Link to="/segments/$segmentId" params={{ segmentId }}>
            {data.name}
          </Link>
        </>
      }
    />
  )
}

/** A new segment: by a rule, or as a list. */
export function NewSegmentPage() {
  const { t } = useText()
  const { kind } = newRoute.useSearch()
  const named = { name: '', description: '' }
  return (
    <SegmentEditor
      segment={null}
      begin={kind === 'list' ? { ...named, kind } : { ...named, kind: 'live', rule: firstRule }}
      title={t('segments.new')}
      crumbs={<Link to="/segments">{t('segments.title')}</Link>}
    />
  )
}
