import type { ReactNode, RefObject } from 'react'
import { useText } from '../../i18n/text.tsx'
import { useWidth } from '../../ui/use-width.ts'

/** Smaller, the texts could not be read. */
const LEAST = 0.9

/** How large the drawing is shown so that all of its columns fit a box; never larger than it is. */
function useFit(box: RefObject<HTMLDivElement | null>, columns: number, zoom: number | undefined): number {
  const width = useWidth(box)
  if (zoom !== undefined) return zoom / 100
  const style = box.current && getComputedStyle(box.current)
  const [lane, column] = [style?.getPropertyValue('--lane'), style?.getPropertyValue('--column')].map(
    (text) => Number.parseFloat(text ?? ''),
  )
  const wanted = (lane ?? 0) + columns * (column ?? 0)
  // On a phone nothing could be read of a drawing that fits.
  if (!(wanted > 0) || width === 0 || width < 600) return 1
  return Math.max(LEAST, Math.min(1, Math.floor((width / wanted) * 100) / 100))
}

/** The box in which a drawing scrolls, at the size that was chosen or at which it fits. */
export function MapFrame(props: {
  boxRef: RefObject<HTMLDivElement | null>
  columns: number
  zoom: number | undefined
  children: (zoom: number) => ReactNode
}) {
  const { t } = useText()
  const zoom = useFit(props.boxRef, props.columns, props.zoom)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; this box scrolls a drawing
    <div className="map-scroll" ref={props.boxRef} role="group" aria-label={t('maps.drawing')}>
      {props.children(zoom)}
    </div>
  )
}
