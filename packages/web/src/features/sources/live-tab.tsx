import { useQuery } from '@tanstack/react-query'
import { ArrivedEvent, type Source } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { useStream } from '../../lib/use-stream.ts'
import { Button, Switch } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { PanelPlace } from '../../ui/panel-place.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { ArrivedPanel } from './arrived-panel.tsx'
import { LiveTable } from './live-table.tsx'
import { recentQuery } from './source-queries.ts'
import type { SourceSearch } from './sources-search.ts'
import { useSourceSearch } from './use-source-search.ts'

const none: ArrivedEvent[] = []
const timeOf = (event: ArrivedEvent) => event.receivedAt
const verdicts = ['all', 'accepted', 'refused', 'duplicate'] as const

/** Whether an event is among those asked for. */
export function isShown(event: ArrivedEvent, search: Pick<SourceSearch, 'verdict' | 'name' | 'q'>): boolean {
  if (search.verdict && event.verdict !== search.verdict) return false
  if (search.name && event.name !== search.name) return false
  if (!search.q) return true
  const words = search.q.toLowerCase()
  return JSON.stringify([event.body, event.detail, event.delivery?.body]).toLowerCase().includes(words)
}

function Controls({ events }: { events: readonly ArrivedEvent[] }) {
  const { t } = useText()
  const { search, set } = useSourceSearch()
  const names = [...new Set(events.map((event) => event.name).filter((name) => name !== ''))].toSorted()
  const known = search.name && !names.includes(search.name) ? [search.name, ...names] : names
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as one row
    <div className="toolbar" role="group" aria-label={t('filters.label')}>
      <Switch
        label={t('sources.verdict')}
        value={search.verdict ?? 'all'}
        options={verdicts.map((value) => ({ value, label: t(`sources.${value}`) }))}
        onChange={(value) => set({ verdict: value === 'all' ? undefined : value })}
      />
      <ChoicePick
        name={t('people.event')}
        value={search.name ?? ''}
        set={search.name !== undefined}
        choices={[{ value: '', label: t('common.all') }, ...known.map((value) => ({ value, label: value }))]}
        onChange={(value) => set({ name: value || undefined })}
      />
      <SearchField
        label={t('sources.inBody')}
        value={search.q ?? ''}
        onChange={(q) => set({ q: q || undefined })}
      />
    </div>
  )
}

/** What arrives at a source, as it arrives: taken, refused with its reason, or seen before; and what it became. */
export function LiveTab({ source }: { source: Source }) {
  const { t } = useText()
  const { search, set } = useSourceSearch()
  const [open, setOpen] = useState<ArrivedEvent | null>(null)
  const { data, refetch } = useQuery(recentQuery(source.id))
  const live = useStream({
    schema: ArrivedEvent,
    path: `/sources/${encodeURIComponent(source.id)}/live`,
    event: 'arrived',
    recent: data?.items ?? none,
    timeOf,
    onOpen: refetch,
    keep: 100,
  })
  const shown = live.items.filter((event) => isShown(event, search))
  const isNarrow = search.verdict !== undefined || search.name !== undefined || search.q !== undefined
  const delivery = open?.delivery?.id
  const siblings = live.items.filter(
    (one) => delivery !== undefined && one.delivery?.id === delivery && one.id !== open?.id,
  )
  return (
    <div className={open ? 'with-panel follows' : undefined}>
      <div className={open ? 'stage-area' : undefined}>
        <Section
          title={t('sources.live')}
          note={live.state === 'lost' ? t('sources.lost') : t('pulse.perMinute', { n: live.perMinute })}
          actions={
            <Button icon={live.paused ? 'play' : 'pause'} onClick={live.paused ? live.resume : live.pause}>
              {live.paused ? t('pulse.resume', { n: live.waiting }) : t('pulse.pause')}
            </Button>
          }
        >
          <Controls events={live.items} />
          {shown.length > 0 ? (
            <LiveTable events={shown} open={open} onOpen={setOpen} />
          ) : isNarrow && live.items.length > 0 ? (
            <EmptyState
              title={t('sources.noneFits')}
              action={
                <Button onClick={() => set({ verdict: undefined, name: undefined, q: undefined })}>
                  {t('filters.clear')}
                </Button>
              }
            >
              {t('sources.noneFitsText')}
            </EmptyState>
          ) : (
            <EmptyState
              title={t('sources.waitingTitle')}
              action={<Button onClick={() => set({ tab: 'setup' })}>{t('sources.howTo')}</Button>}
            >
              {t('sources.waitingText')}
            </EmptyState>
          )}
        </Section>
      </div>
      {open && (
        <PanelPlace of={open.id}>
          <ArrivedPanel
            sourceId={source.id}
            event={open}
            siblings={siblings}
            onOpen={setOpen}
            onClose={() => setOpen(null)}
          />
        </PanelPlace>
      )}
    </div>
  )
}
