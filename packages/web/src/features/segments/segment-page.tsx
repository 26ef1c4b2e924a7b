import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { Segment } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { useOpenMenu } from '../../ui/context-menu.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Metric, Metrics } from '../../ui/metric.tsx'
import { ErrorNotice, Progress, Skeleton } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { Members } from './members.tsx'
import { RemoveSegment } from './remove-segment.tsx'
import { SegmentState } from './segment-columns.tsx'
import { ruleOfSegment, segmentQuery } from './segment-queries.ts'
import { useFilterBySegment } from './use-filter-by-segment.ts'
import { useRuleWords } from './use-rule-words.ts'
import { Versions } from './versions.tsx'

const route = getRouteApi('/shell/segments/$segmentId')

function Head({ segment }: { segment: Segment }) {
  const { t } = useText()
  const may = useMay()
  const navigate = useNavigate()
  const openMenu = useOpenMenu()
  const filterBy = useFilterBySegment()
  const [isRemoving, setRemoving] = useState(false)
  const mayWrite = may('people:write')
  const uses = filterBy(segment)
  return (
    <>
      <PageHeader
        crumbs={<Link to="/segments">{t('segments.title')}</Link>}
        title={segment.name}
        deck={
          <>
            {segment.description || t(`segments.deck_${segment.kind}`)} <Counted segment={segment} />
          </>
        }
        actions={
          <>
            {uses.length > 0 && (
              <Button
                icon="filter"
                aria-haspopup="menu"
                onClick={(event) => openMenu(event.currentTarget, uses)}
              >
                {t('segments.use')}
              </Button>
            )}
            {mayWrite && (
              <>
                <Button icon="trash" onClick={() => setRemoving(true)}>
                  {t('segments.remove')}
                </Button>
                <Link
                  className="button primary"
                  to="/segments/$segmentId/edit"
                  params={{ segmentId: segment.id }}
                >
                  <Icon name="edit" />
                  {t('segments.edit')}
                </Link>
              </>
            )}
          </>
        }
      />
      {isRemoving && (
        <RemoveSegment
          segment={segment}
          onClose={() => setRemoving(false)}
          onRemoved={() => void navigate({ to: '/segments' })}
        />
      )}
    </>
  )
}

/** Whether the numbers are those of this moment, and when they were counted. */
function Counted({ segment }: { segment: Segment }) {
  const { t, format } = useText()
  const { state, countedAt } = segment
  return (
    <span className="note segment-state" role="status">
      <SegmentState segment={segment} />
      {state === 'counting'
        ? ` · ${t('segments.countingText')}`
        : countedAt && ` · ${t('segments.countedAt', { time: format.moment(countedAt) })}`}
    </span>
  )
}

/** How far everybody has been gone through; nothing while that is not known. */
function Counting({ segment: { progress } }: { segment: Segment }) {
  const { t, format } = useText()
  if (!progress) return null
  const { done, of, secondsLeft } = progress
  const left = t('segments.countingLeft', { time: format.duration(secondsLeft) })
  return (
    <div className="segment-counting">
      <Progress
        label={t('segments.counting')}
        value={done}
        total={of}
        note={`${t('segments.countingParts', { done, of })} · ${left}`}
      />
    </div>
  )
}

function Numbers({ segment }: { segment: Segment }) {
  const { t, format } = useText()
  const { members, of, entered, left } = segment
  return (
    <Metrics label={t('segments.numbers')}>
      <Metric
        name={t('segments.members')}
        value={format.whole(members)}
        versus={t(`segments.kind_${segment.kind}`)}
      />
      <Metric
        name={t('segments.share')}
        value={format.percent(of === 0 ? 0 : members / of)}
        versus={t('touchpoints.ofPeople', { n: of })}
      />
      <Metric name={t('segments.entered')} value={format.whole(entered)} versus={t('segments.byEvents')} />
      <Metric name={t('segments.left')} value={format.whole(left)} versus={t('segments.byEvents')} />
    </Metrics>
  )
}

/** The rule, and who else asks for this segment. */
function About({ segment }: { segment: Segment }) {
  const { t, told } = useText()
  const rule = useRuleWords(ruleOfSegment(segment))
  return (
    <>
      {segment.fault && (
        <p className="notice bad" role="alert">
          {told([segment.fault], segment.fault.code)}
        </p>
      )}
      {segment.kind === 'live' && (
        <Section title={t('segments.rule')}>
          {rule !== null ? (
            <p className="rule-words">{rule}</p>
          ) : (
            <pre className="code">{JSON.stringify(segment.rule, null, 1)}</pre>
          )}
        </Section>
      )}
      {segment.usedBy.length > 0 && (
        <Section title={t('segments.usedBy')}>
          <ul className="rows">
            {segment.usedBy.map((one) => (
              <li key={one.id}>
                <Link className="grow" to="/segments/$segmentId" params={{ segmentId: one.id }}>
                  {one.name}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

/** One segment: how many, who, by which rule, and what it was before. */
export function SegmentPage() {
  const { segmentId } = route.useParams()
  const { t } = useText()
  const { data, error, refetch } = useQuery(segmentQuery(segmentId))
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={14} />
  return (
    <>
      <Head segment={data} />
      <Counting segment={data} />
      <Numbers segment={data} />
      <div className="person-body">
        <div className="stage-area">
          <Members key={segmentId} segment={data} />
        </div>
        <aside className="facts" aria-label={t('segments.about_')}>
          <About segment={data} />
          <Versions segment={data} />
        </aside>
      </div>
    </>
  )
}
