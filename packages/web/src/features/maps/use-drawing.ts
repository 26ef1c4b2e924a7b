import { useQueryClient } from '@tanstack/react-query'
import { type MapDocument, type MapState, stepsOf } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { useLaneName } from './lane-names.ts'
import { type DrawnImage, drawMap } from './map-drawing.ts'
import { columnsOf, drawingOf, type MapFacts } from './map-facts.ts'
import { imageQuery } from './map-image.tsx'
import { looksOfPage, readImage } from './map-picture-files.ts'
import { useTouchpointOfId } from './part-name.ts'
import { useStepLines } from './step-cell.tsx'
import { useScoreText } from './step-score.tsx'

/**
 * Draws the map as one picture, in the language and the colours of the page, with the lanes that are shown and their
 * images inside it. Rejects where an image cannot be read.
 */
export function useDrawing(props: {
  mapId: string
  document: MapDocument
  state: MapState
  facts: MapFacts | null
  hidden: readonly string[]
}) {
  const { t, format } = useText()
  const laneName = useLaneName()
  const touchpointOfId = useTouchpointOfId()
  const lines = useStepLines()
  const scoreText = useScoreText()
  const client = useQueryClient()
  const { mapId, document, state, facts, hidden } = props
  return async () => {
    const drawing = drawingOf(document, state)
    const lanes = document.lanes.filter((lane) => !hidden.includes(lane.id))
    const shown = stepsOf(drawing).flatMap((step) => lanes.flatMap((lane) => step.cards[lane.id] ?? []))
    const ids = [...new Set(shown.flatMap((card) => card.image ?? []))]
    const read = async (id: string): Promise<[string, DrawnImage]> => [
      id,
      await readImage(await client.fetchQuery(imageQuery(mapId, id))),
    ]
    const images = new Map(await Promise.all(ids.map(read)))
    return drawMap(
      { columns: columnsOf(drawing), lanes, facts },
      {
        title: document.name,
        stages: t('maps.stages'),
        steps: t('maps.steps'),
        notMeasured: t('maps.notMeasured'),
        laneName,
        cardText: ({ text, touchpoint }) =>
          text || (touchpoint === undefined ? '' : touchpointOfId(touchpoint)),
        image: ({ image }) => (image === undefined ? null : (images.get(image) ?? null)),
        numbers: ({ id }) => {
          const now = facts?.steps.get(id)?.now
          if (!now) return []
          const { score } = now
          const told = score && `${scoreText(score.metric, score.value)}, n ${format.whole(score.n)}`
          return [...lines(now), ...(told ? [[t(`maps.metric_${score.metric}`), told] as const] : [])]
        },
        stageNote: ({ id }) => {
          const now = facts?.stages.get(id)?.now
          return now ? t('maps.stagePeople', { n: now.entered }) : ''
        },
        signed: (value) => format.signed(value, 1),
        drawnText: (felt, drawn) =>
          t('maps.feltDrawn', { felt: format.signed(felt, 1), drawn: format.signed(drawn, 1) }),
      },
      looksOfPage(),
    )
  }
}
