import type { AttributionAnswer } from '@teia/contracts'
import type { CSSProperties } from 'react'
import { type Action, useMenu } from '../../ui/context-menu.tsx'
import { Facts, useHoverCard } from '../../ui/hover-card.tsx'
import type { useWalk } from '../../ui/use-walk.ts'
import { type ChannelRow, givenOf, useGivenText, useModelName } from './attribution-facts.ts'
import type { Measure } from './attribution-search.ts'
import { colourOfModel, ModelShape } from './mark-shape.tsx'

/** Height of a mark, and of the room between channels. */
export const LINE = 9
export const GAP = 12

export type MarksProps = {
  answer: AttributionAnswer
  rows: readonly ChannelRow[]
  measure: Measure
  labelOf: (channel: string) => string
  onOpen: (channel: string) => void
  actions: (channel: string) => readonly Action[]
}

/** What each model gives one channel: a mark with its 95 % interval, which opens the channel. */
export function GivenMarks(
  props: MarksProps & {
    at: number
    top: number
    x: (value: number) => number
    walk: ReturnType<typeof useWalk>
  },
) {
  const withMenu = useMenu()
  const withCard = useHoverCard()
  const modelName = useModelName()
  const text = useGivenText(props.measure)
  const { answer, at, walk, x } = props
  const row = props.rows[at]
  if (!row) return null
  const name = props.labelOf(row.channel)
  return row.given.map((one, place) => {
    const model = answer.models[place]?.model
    const given = givenOf(one, props.measure)
    if (!model || !given) return null
    const y = props.top + GAP / 2 + (place + 0.5) * LINE
    const [low, high] = [x(given.low ?? given.estimate), x(given.high ?? given.estimate)]
    const said = { value: text.value(given.estimate), span: text.span(given) }
    const menu = withMenu(() => props.actions(row.channel))
    const card = withCard(
      () => (
        <Facts
          kind={modelName(model)}
          title={`${name}: ${said.value}`}
          pairs={said.span ? [['95 %', said.span]] : []}
        />
      ),
      'pointer',
    )
    const key = `${at} ${place}`
    return (
      // biome-ignore lint/a11y/useSemanticElements: a mark of a drawing cannot be a button
      <g
        key={model}
        {...card}
        role="button"
        tabIndex={walk.isStop(key) ? 0 : -1}
        data-at={key}
        data-mark=""
        style={{ '--c': colourOfModel(place) } as CSSProperties}
        aria-label={`${name}, ${modelName(model)}: ${said.value}${said.span ? `, ${said.span}` : ''}`}
        onFocus={(event) => {
          walk.setStop(key)
          card.onFocus(event)
        }}
        onClick={() => props.onOpen(row.channel)}
        onContextMenu={menu.onContextMenu}
        onKeyDown={(event) => {
          menu.onMenuKey(event)
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          props.onOpen(row.channel)
        }}
      >
        <rect className="room" x={low - 6} width={high - low + 12} y={y - LINE / 2} height={LINE} />
        <path className="span" d={`M${low} ${y}H${high}`} />
        <ModelShape at={place} x={x(given.estimate)} y={y} />
      </g>
    )
  })
}
