import type { PathNode, PathPeopleAnswer, PathsQuestion } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { wilson } from '../../lib/intervals.ts'
import { Button } from '../../ui/button.tsx'
import { Change } from '../../ui/metric.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PeopleList } from '../../ui/people-list.tsx'
import { Pairs, PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { Whisker } from '../../ui/whisker.tsx'
import type { LinkFact } from './path-facts.ts'
import { useNodeName, usePathPeople } from './use-paths.ts'

const FEW_PEOPLE = 5
const ALL_PEOPLE = 200

/** How long people took, in twelve bins up to the 95th percentile. */
function Between({ between }: { between: NonNullable<PathPeopleAnswer['between']> }) {
  const { t, format } = useText()
  const most = Math.max(1, ...between.bins)
  const width = 296 / between.bins.length
  return (
    <svg
      className="chart"
      viewBox="0 0 296 90"
      role="img"
      aria-label={t('paths.betweenSpoken', { n: between.n, median: format.duration(between.median) })}
    >
      {between.bins.map((count, index) => {
        const height = (count / most) * 62
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            key={index}
            className="bar"
            x={index * width}
            y={68 - height}
            width={width - 2}
            height={height}
          />
        )
      })}
      <path className="axis" d="M0 68.500H296" />
      <text className="t3" x="0" y="84">
        0 s
      </text>
      <text className="t3 mid" x="148" y="84">
        {format.duration(between.upTo / 2)}
      </text>
      <text className="t3 end" x="296" y="84">
        {format.duration(between.upTo)}
      </text>
    </svg>
  )
}

/** The interval of the share on its own scale, with the period before as a hollow circle. */
function ShareWhisker({ fact }: { fact: LinkFact }) {
  const { t, format } = useText()
  const ends = [fact.interval.low, fact.interval.high, fact.before?.share ?? fact.share]
  const from = Math.max(0, Math.floor((Math.min(...ends) - 0.03) * 20) / 20)
  const to = Math.min(1, Math.ceil((Math.max(...ends) + 0.03) * 20) / 20)
  return (
    <div className="share-whisker">
      <Whisker
        value={fact.share}
        low={fact.interval.low}
        high={fact.interval.high}
        before={fact.before?.share}
        from={from}
        to={to}
        width={292}
        few={fact.of < 40}
        label={t('paths.shareSpoken', {
          share: format.percent(fact.share),
          span: format.percentSpan(fact.interval.low, fact.interval.high),
        })}
      />
      <div className="note ends">
        <span>{format.whole(from * 100)} %</span>
        {fact.before && <span>{t('paths.hollow')}</span>}
        <span>{format.whole(to * 100)} %</span>
      </div>
    </div>
  )
}

function useLinkPairs(fact: LinkFact, scope: PathsQuestion['scope']) {
  const { t, format } = useText()
  const { difference, before } = fact
  const small = (p: number) => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`)
  const certain = difference !== null && difference.pAdjusted < 0.05
  return [
    [
      t(scope === 'session' ? 'paths.sessions' : 'paths.people'),
      <>
        <b>{format.whole(fact.walks)}</b> {t('paths.ofN', { n: fact.of })}
      </>,
    ],
    [
      t('paths.share'),
      <>
        <b>{format.percent(fact.share)}</b>{' '}
        <span className="note">{format.percentSpan(fact.interval.low, fact.interval.high)}</span>
      </>,
    ],
    ...(before
      ? [
          [
            t('paths.periodBefore'),
            <>
              {format.percent(before.share)}{' '}
              <span className="note">{t('paths.kOfN', { k: before.walks, n: before.of })}</span>
            </>,
          ] as const,
        ]
      : []),
    ...(difference
      ? [
          [
            t('paths.difference', { p: small(difference.p) }),
            <Change
              key="d"
              direction={difference.value}
              tone={
                certain && fact.target.kind === 'left' ? (difference.value > 0 ? 'bad' : 'good') : 'neutral'
              }
            >
              {t('pulse.points', { n: format.decimal(Math.abs(difference.value * 100)) })}
            </Change>,
          ] as const,
        ]
      : []),
  ] as const
}

type PanelProps = {
  question: PathsQuestion
  source: PathNode
  target: PathNode | undefined
  fact: LinkFact | undefined
  walks: number
  first: 0 | 1
  onClose: () => void
  onFilter: (() => void) | null
  onExclude: (() => void) | null
  onCopy: () => void
}

function LinkNumbers({ fact, scope }: { fact: LinkFact; scope: PathsQuestion['scope'] }) {
  const pairs = useLinkPairs(fact, scope)
  return (
    <>
      <Pairs pairs={pairs} />
      <ShareWhisker fact={fact} />
    </>
  )
}

function NodeNumbers({
  node,
  walks,
  scope,
}: {
  node: PathNode
  walks: number
  scope: PathsQuestion['scope']
}) {
  const { t, format } = useText()
  const interval = wilson(node.walks, walks)
  return (
    <Pairs
      pairs={[
        [
          t(scope === 'session' ? 'paths.sessions' : 'paths.people'),
          <>
            <b>{format.whole(node.walks)}</b> {t('paths.ofN', { n: walks })}
          </>,
        ],
        [
          t('paths.share'),
          <>
            <b>{format.percent(walks === 0 ? 0 : node.walks / walks)}</b>{' '}
            <span className="note">{format.percentSpan(interval.low, interval.high)}</span>
          </>,
        ],
        [t('paths.people'), format.whole(node.people)],
      ]}
    />
  )
}

/** The selected link or node: its numbers, the time between, the people, and what to do with them. */
export function MarkPanel(props: PanelProps) {
  const { t, format } = useText()
  const nameOf = useNodeName()
  const { question, source, target, fact } = props
  const [all, setAll] = useState(false)
  const { data, error, refetch } = usePathPeople(question, source, target, all ? ALL_PEOPLE : FEW_PEOPLE)
  const title = target ? `${nameOf(source)} → ${nameOf(target)}` : nameOf(source)
  const kind = target
    ? t('paths.linkKind', { from: source.depth + props.first, to: target.depth + props.first })
    : t('paths.nodeKind', { step: source.depth + props.first })
  return (
    <SidePanel kind={kind} title={title} label={t('paths.panel')} onClose={props.onClose}>
      <div style={{ marginTop: 8 }}>
        {fact ? (
          <LinkNumbers fact={fact} scope={question.scope} />
        ) : (
          <NodeNumbers node={source} walks={props.walks} scope={question.scope} />
        )}
      </div>
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={6} height={26} />
      ) : (
        <>
          {data.between && data.between.n > 0 && (
            <PanelSection
              title={t('paths.between')}
              note={t('paths.betweenNote', {
                median: format.duration(data.between.median),
                p90: format.duration(data.between.p90),
              })}
            >
              <Between between={data.between} />
            </PanelSection>
          )}
          <PanelSection title={t('shell.people')} note={format.whole(data.total)}>
            <div className={all ? 'panel-scroll' : undefined}>
              <PeopleList
                people={data.people}
                noteOf={(person) => [person.city, format.moment(person.at)].filter(Boolean).join(' · ')}
              />
            </div>
          </PanelSection>
          <section>
            <div className="buttons">
              {!all && data.total > data.people.length && (
                <Button kind="primary" onClick={() => setAll(true)}>
                  {t('paths.openPeople', { n: data.total })}
                </Button>
              )}
              {props.onFilter && <Button onClick={props.onFilter}>{t('common.filterBy')}</Button>}
              {props.onExclude && <Button onClick={props.onExclude}>{t('common.exclude')}</Button>}
              <Button onClick={props.onCopy}>{t('common.copyLink')}</Button>
            </div>
            {all && data.total > ALL_PEOPLE && (
              <p className="note">{t('paths.firstPeople', { n: ALL_PEOPLE })}</p>
            )}
          </section>
        </>
      )}
    </SidePanel>
  )
}
