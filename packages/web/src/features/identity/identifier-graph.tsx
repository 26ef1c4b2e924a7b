import type { Person } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { useKindName, useLinkWords } from './identity-words.ts'

const row = 26
const [leftX, rightX] = [118, 182]
const most = 12
const clip = (text: string) => (text.length > 15 ? `${text.slice(0, 8)}…${text.slice(-5)}` : text)

type Place = { x: number; y: number; isLeft: boolean }

/** Identifiers that events speak for on the left, those that tie them together on the right, and the links between. */
export function IdentifierGraph({ person }: { person: Person }) {
  const { t } = useText()
  const kindName = useKindName()
  const words = useLinkWords()
  const speaks = (kind: string) => kind === 'userId' || kind === 'anonymousId'
  const left = person.identifiers.filter((one) => speaks(one.kind)).slice(0, most)
  const right = person.identifiers.filter((one) => !speaks(one.kind)).slice(0, most)
  const places = new Map<string, Place>([
    ...left.map((one, n) => [one.id, { x: leftX, y: row / 2 + n * row, isLeft: true }] as const),
    ...right.map((one, n) => [one.id, { x: rightX, y: row / 2 + n * row, isLeft: false }] as const),
  ])
  const links = person.links.flatMap((link) => {
    const [from, to] = [places.get(link.from.id), places.get(link.to.id)]
    return from && to ? [{ link, from, to }] : []
  })
  if (links.length === 0) return null
  const height = Math.max(left.length, right.length) * row
  return (
    <svg
      className="identifier-graph"
      viewBox={`0 0 300 ${height}`}
      role="img"
      aria-label={t('identity.graph', { n: links.length })}
    >
      {links.map(({ link, from, to }) => (
        <path key={link.id} className={link.state} d={pathOf(from, to)}>
          <title>{`${link.a} – ${link.b}: ${words.rule(link)}, ${words.state(link)}`}</title>
        </path>
      ))}
      {[...left, ...right].map((one) => {
        const place = places.get(one.id)
        if (!place) return null
        return (
          <g key={one.id} className={one.isShared || one.isShown ? 'aside' : undefined}>
            <circle cx={place.x} cy={place.y} r="4" />
            <text
              x={place.isLeft ? leftX - 10 : rightX + 10}
              y={place.y - 1}
              className={place.isLeft ? 'end' : ''}
            >
              {clip(one.value)}
            </text>
            <text
              x={place.isLeft ? leftX - 10 : rightX + 10}
              y={place.y + 9}
              className={place.isLeft ? 'end kind' : 'kind'}
            >
              {kindName(one.kind)}
            </text>
            <title>{`${kindName(one.kind)}: ${one.value}`}</title>
          </g>
        )
      })}
    </svg>
  )
}

/** A line across, or a bow beside the column that both ends stand in. */
function pathOf(from: Place, to: Place): string {
  if (from.isLeft !== to.isLeft) return `M${from.x} ${from.y}L${to.x} ${to.y}`
  const bow = from.isLeft
    ? from.x + 22 + Math.abs(from.y - to.y) / 6
    : from.x - 22 - Math.abs(from.y - to.y) / 6
  return `M${from.x} ${from.y}C${bow} ${from.y} ${bow} ${to.y} ${to.x} ${to.y}`
}
