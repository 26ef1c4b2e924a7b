import { useQuery } from '@tanstack/react-query'
import type { MapDraftQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { segmentsQuery } from '../../lib/segments.ts'
import { PeriodPick } from '../../ui/period-pick.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { PlacePick } from '../../ui/place-pick.tsx'
import type { MapDraftSearch } from './map-draft-search.ts'
import { USUAL_SHARE } from './use-map-draft.ts'

const shares = [2, 5, 10, 20, 30, 50]
const sides = ['before', 'after'] as const

/** What the map leads to or begins with, when, whose it is, and how frequent a step has to be. */
export function MapDraftFilters(props: {
  search: MapDraftSearch
  question: MapDraftQuestion
  onChange: (change: Partial<MapDraftSearch>) => void
}) {
  const { t } = useText()
  const { data: segments } = useQuery(segmentsQuery)
  const { search, question, onChange } = props
  const share = search.share ?? USUAL_SHARE
  return (
    // biome-ignore lint/a11y/useSemanticElements: one row of controls, not a form to send
    <div className="filters" role="group" aria-label={t('filters.label')}>
      <PlacePick
        name={t('mapDraft.outcome')}
        place={question.outcome}
        onChange={(outcome) => onChange({ outcome })}
      />
      <ChoicePick
        name={t('mapDraft.side')}
        value={question.side}
        choices={sides.map((side) => ({
          value: side,
          label: t(`mapDraft.side_${side}`),
          note: t(`mapDraft.sideNote_${side}`),
        }))}
        onChange={(side) => onChange({ side: side === 'after' ? side : undefined })}
      />
      <PeriodPick period={search} onChange={({ period, from, to }) => onChange({ period, from, to })} alone />
      <ChoicePick
        name={t('mapDraft.segment')}
        value={search.segment ?? ''}
        set={search.segment !== undefined}
        choices={[
          { value: '', label: t('maps.everyone') },
          ...(segments?.items ?? []).map((one) => ({ value: one.id, label: one.name })),
        ]}
        onChange={(segment) => onChange({ segment: segment || undefined })}
      />
      <ChoicePick
        name={t('mapDraft.share')}
        value={String(share)}
        choices={[...new Set([...shares, share])]
          .toSorted((x, y) => x - y)
          .map((n) => ({ value: String(n), label: t('mapDraft.shareOf', { n }) }))}
        onChange={(value) => onChange({ share: Number(value) })}
      />
    </div>
  )
}
