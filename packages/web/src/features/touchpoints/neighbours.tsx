import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type PathNode, PathsAnswer, type Touchpoint } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { rangeOf } from '../../lib/periods.ts'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'

type Side = 'before' | 'after'
const shown = 8

/** The steps next to a touchpoint within visits, as Paths counts them. */
function useSide(one: Touchpoint, side: Side) {
  const { format } = useText()
  const question = {
    range: rangeOf({}, format.timeZone),
    depth: 2,
    scope: 'session',
    ...(side === 'before' ? { to: one.id } : { from: one.id }),
  }
  return useQuery({
    queryKey: ['questions', 'paths', question],
    queryFn: ({ signal }) => ask(PathsAnswer, '/questions/paths', question, signal),
  })
}

/** Walks by their neighbour, the largest first; who has none before it began here. */
function stepsOf(answer: PathsAnswer, side: Side): { steps: PathNode[]; walks: number; none: number } {
  const depth = side === 'before' ? 0 : 1
  const steps = answer.nodes.filter((node) => node.depth === depth).toSorted((x, y) => y.walks - x.walks)
  const walks = answer.nodes
    .filter((node) => node.depth === 1 - depth)
    .reduce((sum, node) => sum + node.walks, 0)
  const none = side === 'before' ? walks - steps.reduce((sum, node) => sum + node.walks, 0) : 0
  return { steps, walks, none }
}

function SideList({ one, side }: { one: Touchpoint; side: Side }) {
  const { t, format } = useText()
  const touchpointName = useTouchpointName()
  const { data, error, refetch } = useSide(one, side)
  const title = t(side === 'before' ? 'touchpoints.beforeIt' : 'touchpoints.afterIt')
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data)
    return (
      <Section className="below" title={title}>
        <Skeleton rows={6} />
      </Section>
    )
  const { steps, walks, none } = stepsOf(data, side)
  const name = (node: PathNode) =>
    node.kind === 'left'
      ? t('touchpoints.ends')
      : node.kind === 'other'
        ? t('paths.other')
        : touchpointName(node.label)
  const rows = [
    ...steps.map((node) => ({
      id: node.id,
      name: name(node),
      touchpoint: node.touchpoint?.id.split('@')[0],
      walks: node.walks,
    })),
    ...(none > 0 ? [{ id: 'none', name: t('touchpoints.begins'), touchpoint: undefined, walks: none }] : []),
  ].toSorted((x, y) => y.walks - x.walks)
  return (
    <Section className="below" title={title} note={t('touchpoints.walksNote', { n: walks })}>
      {rows.length === 0 && <p className="note">{t('touchpoints.breakdownNone')}</p>}
      <ul className="rows shares">
        {rows.slice(0, shown).map((row) => (
          <li key={row.id}>
            <span className="share-bar" style={{ width: `${(100 * row.walks) / Math.max(1, walks)}%` }} />
            <span className="grow">
              {row.touchpoint ? (
                <Link to="/touchpoints/$touchpointId" params={{ touchpointId: row.touchpoint }}>
                  {row.name}
                </Link>
              ) : (
                row.name
              )}
            </span>
            <span className="num quiet">{format.whole(row.walks)}</span>
            <span className="num">{format.percent(row.walks / Math.max(1, walks))}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What people met just before a touchpoint, and just after it. */
export function Neighbours({ one }: { one: Touchpoint }) {
  return (
    <div className="two-columns">
      <SideList one={one} side="before" />
      <SideList one={one} side="after" />
    </div>
  )
}
