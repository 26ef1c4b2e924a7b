import { useQuery } from '@tanstack/react-query'
import type { MapDocument, MapState } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { touchpointsQuery } from '../../lib/catalogue.ts'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { useLaneName } from './lane-names.ts'
import { drawMap } from './map-drawing.ts'
import { columnsOf, drawingOf, type MapFacts } from './map-facts.ts'
import { looksOfPage } from './map-picture-files.ts'
import { useStepLines } from './step-cell.tsx'
import { useScoreText } from './step-score.tsx'

/** Draws the map as one picture, in the language and the colours of the page, with the lanes that are shown. */
export function useDrawing(props: {
  document: MapDocument
  state: MapState
  facts: MapFacts | null
  hidden: readonly string[]
}) {
  const { t, format } = useText()
  const laneName = useLaneName()
  const touchpointName = useTouchpointName()
  const lines = useStepLines()
  const scoreText = useScoreText()
  const { data } = useQuery({ ...touchpointsQuery, enabled: false })
  const { document, state, facts, hidden } = props
  const nameOf = (id: string) => touchpointName(data?.items.find((one) => one.id === id)?.name ?? id)
  return () =>
    drawMap(
      {
        columns: columnsOf(drawingOf(document, state)),
        lanes: document.lanes.filter((lane) => !hidden.includes(lane.id)),
        facts,
      },
      {
        title: document.name,
        stages: t('maps.stages'),
        steps: t('maps.steps'),
        notMeasured: t('maps.notMeasured'),
        laneName,
        cardText: ({ text, touchpoint }) => text || (touchpoint === undefined ? '' : nameOf(touchpoint)),
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
