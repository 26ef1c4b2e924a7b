import type { Person } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { ChannelPick } from '../../ui/filter-bar.tsx'
import { Section } from '../../ui/page-header.tsx'
import { ChoiceList, Pick } from '../../ui/pick.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import type { PersonSearch } from './people-search.ts'
import { Timeline } from './timeline.tsx'

type Props = { person: Person; search: PersonSearch; set: (change: Partial<PersonSearch>) => void }

function TouchpointPick({ person, search, set }: Props) {
  const { t } = useText()
  const touchpointName = useTouchpointName()
  return (
    <Pick
      name={t('people.touchpoint')}
      value={search.touchpoint ? touchpointName(search.touchpoint) : t('common.all')}
      set={search.touchpoint !== undefined}
    >
      {(close) => (
        <ChoiceList
          label={t('people.touchpoint')}
          value={search.touchpoint ?? ''}
          choices={[
            { value: '', label: t('common.all') },
            ...person.touchpoints.map((one) => ({
              value: one.touchpoint,
              label: touchpointName(one.touchpoint),
            })),
          ]}
          onChoose={(value) => {
            set({ touchpoint: value || undefined })
            close()
          }}
        />
      )}
    </Pick>
  )
}

/** The timeline with what narrows it. */
export function TimelineSection({ person, search, set }: Props) {
  const { t } = useText()
  const narrowed = search.channel || search.touchpoint || search.search || search.day
  return (
    <Section
      title={t('people.timeline')}
      note={t('people.nInteractions', { n: person.interactions })}
      actions={
        <div className="actions">
          {narrowed && (
            <Button
              kind="link"
              onClick={() =>
                set({ channel: undefined, touchpoint: undefined, search: undefined, day: undefined })
              }
            >
              {t('filters.clear')}
            </Button>
          )}
          <ChannelPick channel={search.channel} onChange={(channel) => set({ channel })} />
          <TouchpointPick person={person} search={search} set={set} />
          <input
            type="date"
            className="date-jump"
            aria-label={t('people.jump')}
            title={t('people.jump')}
            value={search.day ?? ''}
            onChange={(event) => set({ day: event.currentTarget.value || undefined })}
          />
          <SearchField
            label={t('people.searchTimeline')}
            value={search.search ?? ''}
            onChange={(text) => set({ search: text || undefined })}
          />
        </div>
      }
    >
      <Timeline personId={person.id} search={search} onOpen={(event) => set({ event })} />
    </Section>
  )
}
