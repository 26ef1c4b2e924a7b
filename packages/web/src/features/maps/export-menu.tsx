import { type AnswerMeta, type JourneyMap, type MapDocument, type MapState, toCsv } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { getText } from '../../lib/api.ts'
import { saveFile } from '../../lib/export.ts'
import { mapPath } from '../../lib/maps.ts'
import { IconButton } from '../../ui/button.tsx'
import { useOpenMenu } from '../../ui/context-menu.tsx'
import { SqlDialog } from '../../ui/lazy-sql-dialog.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { useCopy } from '../../ui/use-copy.ts'
import { useLaneName } from './lane-names.ts'
import { mapTable } from './map-csv.ts'
import { drawingOf, type MapFacts } from './map-facts.ts'
import { printDrawing, savePng } from './map-picture-files.ts'
import { useDrawing } from './use-drawing.ts'

type Props = {
  map: JourneyMap
  document: MapDocument
  state: MapState
  hidden: readonly string[]
  facts: MapFacts | null
  meta: AnswerMeta | undefined
}

const saveSvg = (name: string, { svg }: { svg: string }) => saveFile(`${name}.svg`, svg, 'image/svg+xml')
const printPdf = (name: string, drawn: Parameters<typeof printDrawing>[1]) => printDrawing(name, drawn)

/** The map as a file: as it is drawn, the whole of it as YAML, its numbers and cards as CSV. */
export function ExportMenu({ map, document, state, hidden, facts, meta }: Props) {
  const { t, words } = useText()
  const openMenu = useOpenMenu()
  const copy = useCopy()
  const say = useToast()
  const laneName = useLaneName()
  const touchpointName = useTouchpointName()
  const [isSql, setSql] = useState(false)
  const drawing = useDrawing({ mapId: map.id, document, state, facts, hidden })
  const name = document.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60) || 'map'
  const csv = () => {
    const { head, rows } = mapTable(drawingOf(document, state), document.lanes, facts, {
      laneName,
      touchpointName,
      columns: (key) => t(`maps.csv_${key}`),
    })
    saveFile(`${name}.csv`, toCsv(head, rows))
  }
  const pictures = async (
    save: (name: string, drawn: Awaited<ReturnType<typeof drawing>>) => Promise<void> | void,
  ) => {
    try {
      await save(name, await drawing())
    } catch (fault) {
      say(words(fault), 'bad')
    }
  }
  const yaml = async () => {
    try {
      saveFile(`${name}.yaml`, await getText(`${mapPath(map.id)}/file`), 'application/yaml')
    } catch (fault) {
      say(words(fault), 'bad')
    }
  }
  return (
    <>
      <IconButton
        icon="export"
        label={t('common.export')}
        onClick={(event) =>
          openMenu(event.currentTarget, [
            { label: 'PNG', icon: 'chart', onSelect: () => void pictures(savePng) },
            { label: 'SVG', icon: 'chart', onSelect: () => void pictures(saveSvg) },
            { label: 'PDF', icon: 'book', onSelect: () => void pictures(printPdf) },
            { label: 'CSV', icon: 'table', onSelect: csv },
            { label: 'YAML', icon: 'edit', onSelect: () => void yaml() },
            { label: t('common.copyLink'), icon: 'link', onSelect: () => void copy(window.location.href) },
            ...(meta
              ? [{ label: t('common.showSql'), icon: 'code' as const, onSelect: () => setSql(true) }]
              : []),
          ])
        }
      />
      {isSql && meta && <SqlDialog meta={meta} onClose={() => setSql(false)} />}
    </>
  )
}
