import type { PathNode, PathsQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { wilson } from '../../lib/intervals.ts'
import { Change } from '../../ui/metric.tsx'
import { Pairs } from '../../ui/side-panel.tsx'
import { Whisker } from '../../ui/whisker.tsx'
import type { LinkFact } from './path-facts.ts'
import { useCompared } from './use-paths.ts'

/** The interval of the share on its own scale, with the period before as a hollow circle. */
function ShareWhisker({ fact }: { fact: LinkFact }) {
  const { t, format } = useText()
  const compared = useCompared()
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
        {fact.before && <span>{compared('hollow')}</span>}
        <span>{format.whole(to * 100)} %</span>
      </div>
    </div>
  )
}

function useLinkPairs(fact: LinkFact, scope: PathsQuestion['scope']) {
  const { t, format } = useText()
  const compared = useCompared()
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
            compared('periodBefore'),
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

/** A link in numbers, with its share drawn. */
export function LinkNumbers({ fact, scope }: { fact: LinkFact; scope: PathsQuestion['scope'] }) {
  const pairs = useLinkPairs(fact, scope)
  return (
    <>
      <Pairs pairs={pairs} />
      <ShareWhisker fact={fact} />
    </>
  )
}

/** A step in numbers. */
export function NodeNumbers({
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
