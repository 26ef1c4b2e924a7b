import { useQuery } from '@tanstack/react-query'
import { useText } from '../../i18n/text.tsx'
import { Switch } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { JourneyDrawing } from './journey-strip.tsx'
import type { PersonSearch } from './people-search.ts'
import { journeyQuery, stripDays } from './person-queries.ts'

/** The walk over channels: of the last four weeks, of half a year, or of a whole life with the company. */
export function Strip({
  personId,
  days,
  onDays,
  onOpen,
}: {
  personId: string
  days: PersonSearch['strip']
  onDays: (days: PersonSearch['strip']) => void
  onOpen: (id: string) => void
}) {
  const { t } = useText()
  const span = stripDays(days)
  const { data } = useQuery(journeyQuery(personId, days))
  return (
    <Section
      className="below"
      title={t('people.journey')}
      note={data && t('people.journeyNote', { n: data.total, days: span })}
      actions={
        <Switch
          label={t('people.journeySpan')}
          value={String(span)}
          options={[
            { value: '28', label: t('people.fourWeeks') },
            { value: '180', label: t('people.halfYear') },
            { value: '3650', label: t('people.wholeLife') },
          ]}
          onChange={(value) => onDays(value === '180' ? 180 : value === '3650' ? 3650 : undefined)}
        />
      }
    >
      {!data ? (
        <Skeleton rows={4} height={30} />
      ) : data.points.length === 0 ? (
        <p className="note">{t('people.journeyEmpty', { days: span })}</p>
      ) : (
        <JourneyDrawing strip={data} onOpen={onOpen} />
      )}
    </Section>
  )
}
