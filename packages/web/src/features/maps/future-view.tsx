import type { MapDocument, MapState } from '@teia/contracts'
import { type ReactNode, type UIEvent, useMemo, useRef } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { FutureList } from './change-list.tsx'
import type { MapColumn } from './map-facts.ts'
import type { MapSearch } from './maps-search.ts'
import { sharedColumns } from './shared-columns.ts'

/** Scrolls the other drawing along, so that what stands in one column stays there. */
function useScrollTogether() {
  const box = useRef<HTMLDivElement>(null)
  const onScroll = (event: UIEvent) => {
    const { scrollLeft } = event.target as HTMLElement
    for (const one of box.current?.querySelectorAll<HTMLElement>('.map-scroll') ?? [])
      if (one !== event.target && one.scrollLeft !== scrollLeft) one.scrollLeft = scrollLeft
  }
  return { box, onScroll }
}

/** The present over the future with what becomes different; where no future is drawn, the way to begin one. */
export function FutureView(props: {
  document: MapDocument
  onChange: (change: MapSearch) => void
  onBegin: (() => void) | null
  picture: (state: MapState, columns: readonly MapColumn[]) => ReactNode
}) {
  const { t } = useText()
  const mayWrite = useMay()('maps:write')
  const { document, onChange, onBegin, picture } = props
  const { asIs, toBe } = document
  const { box, onScroll } = useScrollTogether()
  const columns = useMemo(() => (toBe ? sharedColumns(asIs, toBe) : null), [asIs, toBe])
  if (!toBe || !columns)
    return (
      <EmptyState
        title={t('maps.toBeNone')}
        action={
          mayWrite && (
            <Button kind="primary" onClick={onBegin ?? (() => onChange({ edit: true, state: 'toBe' }))}>
              {t('maps.toBeBegin')}
            </Button>
          )
        }
      >
        {t('maps.toBeText')}
      </EmptyState>
    )
  return (
    <div className="map-both" ref={box} onScrollCapture={onScroll}>
      <Section title={t('maps.asIs')}>{picture('asIs', columns.asIs)}</Section>
      <Section title={t('maps.toBe')}>{picture('toBe', columns.toBe)}</Section>
      <Section title={t('maps.difference')} note={t('maps.differenceNote')}>
        <FutureList asIs={asIs} toBe={toBe} onOpen={(step) => onChange({ state: 'toBe', step })} />
      </Section>
    </div>
  )
}
