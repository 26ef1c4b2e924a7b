import type { Cell, MapDrawing, MapLane, MapStep, PlaceNumbers } from '@teia/contracts'
import type { MapFacts } from './map-facts.ts'
import { matcherText } from './matcher-text.ts'

type Columns = readonly { key: string; of: (numbers: PlaceNumbers) => Cell }[]

const columns = [
  { key: 'now', of: (one) => one.now },
  { key: 'entered', of: (one) => one.entered },
  { key: 'wentOn', of: (one) => one.wentOn.people },
  { key: 'share', of: (one) => one.wentOn.share },
  { key: 'shareLow', of: (one) => one.wentOn.low },
  { key: 'shareHigh', of: (one) => one.wentOn.high },
  { key: 'left', of: (one) => one.left },
  { key: 'returned', of: (one) => one.returned },
  { key: 'median', of: (one) => one.medianSeconds },
  { key: 'p90', of: (one) => one.p90Seconds },
  { key: 'metric', of: (one) => one.score?.metric },
  { key: 'score', of: (one) => one.score?.value },
  { key: 'scoreLow', of: (one) => one.score?.low },
  { key: 'scoreHigh', of: (one) => one.score?.high },
  { key: 'answers', of: (one) => one.score?.n },
  { key: 'felt', of: (one) => one.feeling?.value },
  { key: 'revenue', of: (one) => one.revenue.value },
] as const satisfies Columns

type Words = {
  laneName: (lane: MapLane) => string
  touchpointName: (name: string) => string
  columns: (key: (typeof columns)[number]['key'] | 'stage' | 'step' | 'definition' | 'drawn') => string
}

function cardsIn(step: MapStep, lane: MapLane, words: Words): string {
  const cards = step.cards[lane.id] ?? []
  return cards
    .map(({ text, by, touchpoint }) => {
      const said = text || (touchpoint === undefined ? '' : words.touchpointName(touchpoint))
      return by ? `${said} (${by})` : said
    })
    .join('; ')
}

/** A map as a table: a row for each step, with its numbers and its cards by lane. Times are seconds, shares from 0 to 1. */
export function mapTable(
  drawing: MapDrawing,
  lanes: readonly MapLane[],
  facts: MapFacts | null,
  words: Words,
) {
  const told = lanes.filter((lane) => lane.kind !== 'feeling' && lane.kind !== 'images')
  const head = [
    words.columns('stage'),
    words.columns('step'),
    words.columns('definition'),
    ...columns.map(({ key }) => words.columns(key)),
    words.columns('drawn'),
    ...told.map(words.laneName),
  ]
  const rows = drawing.stages.flatMap((stage) =>
    stage.steps.map((step): Cell[] => {
      const numbers = facts?.steps.get(step.id)?.now
      return [
        stage.name,
        step.name,
        step.matcher ? matcherText(step.matcher).join(' ') : '',
        ...columns.map(({ of }) => (numbers ? of(numbers) : null)),
        step.feeling,
        ...told.map((lane) => cardsIn(step, lane, words)),
      ]
    }),
  )
  return { head, rows }
}
