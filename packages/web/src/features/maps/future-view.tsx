import type { MapDocument } from '@teia/contracts'
import type { ReactNode } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { FutureList } from './change-list.tsx'
import type { MapSearch } from './maps-search.ts'

/** The present over the future with what becomes different; where no future is drawn, the way to begin one. */
export function FutureView(props: {
  document: MapDocument
  onChange: (change: MapSearch) => void
  onBegin: (() => void) | null
  picture: (state: 'asIs' | 'toBe') => ReactNode
}) {
  const { t } = useText()
  const mayWrite = useMay()('maps:write')
  const { document, onChange, onBegin, picture } = props
  if (!document.toBe)
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
    <div className="map-both">
      <Section title={t('maps.asIs')}>{picture('asIs')}</Section>
      <Section title={t('maps.toBe')}>{picture('toBe')}</Section>
      <Section title={t('maps.difference')} note={t('maps.differenceNote')}>
        <FutureList
          asIs={document.asIs}
          toBe={document.toBe}
          onOpen={(step) => onChange({ state: 'toBe', step })}
        />
      </Section>
    </div>
  )
}
