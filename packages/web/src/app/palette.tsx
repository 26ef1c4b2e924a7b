import { Modal } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type Language, PersonPage } from '@teia/contracts'
import { useEffect, useId, useRef, useState } from 'react'
import { useText } from '../i18n/text.tsx'
import { get } from '../lib/api.ts'
import { catalogueQuery } from '../lib/catalogue.ts'
import { mapsQuery } from '../lib/maps.ts'
import { plain } from '../lib/plain.ts'
import { segmentsQuery } from '../lib/segments.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { usePersonName } from '../ui/person-name.ts'
import { useTouchpointOptions } from '../ui/touchpoint-options.tsx'
import { navigationFor } from './nav.ts'
import { usePreferences } from './preferences.tsx'
import { languageNames } from './rail.tsx'
import { signOut } from './sign-out.ts'
import { useMay } from './use-session.ts'

type Hit = { id: string; label: string; note?: string; icon: IconName; run: () => void }
type Group = { name: string; hits: Hit[] }

function usePages(): Hit[] {
  const { t } = useText()
  const navigate = useNavigate()
  const pages = navigationFor(useMay()).flatMap((group) =>
    (group.pages.length === 0 ? [group] : group.pages).map((page) => ({
      label: t(page.label),
      to: page.to,
      icon: group.icon,
      note: t(group.label),
    })),
  )
  return [
    ...pages.map(({ label, to, icon, note }) => ({
      id: to,
      label,
      icon,
      ...(note !== label ? { note } : {}),
      run: () => void navigate({ to }),
    })),
    { id: 'gallery', label: t('shell.gallery'), icon: 'table', run: () => void navigate({ to: '/gallery' }) },
  ]
}

function useActions(onShortcuts: () => void): Hit[] {
  const { t } = useText()
  const navigate = useNavigate()
  const mayWrite = useMay()('people:write')
  const { toggleTheme, setLanguage } = usePreferences()
  const newTask: Hit = {
    id: 'new-task',
    label: t('tasks.new'),
    icon: 'task',
    run: () => void navigate({ to: '/tasks', search: { new: true } }),
  }
  return [
    ...(mayWrite ? [newTask] : []),
    { id: 'theme', label: t('shell.switchTheme'), icon: 'theme', run: toggleTheme },
    ...(Object.keys(languageNames) as Language[]).map((code) => ({
      id: code,
      label: t('shell.language', { name: languageNames[code] }),
      icon: 'globe' as const,
      run: () => setLanguage(code),
    })),
    { id: 'keys', label: t('shell.shortcuts'), icon: 'keyboard', run: onShortcuts },
    { id: 'docs', label: t('shell.apiReference'), icon: 'book', run: () => window.location.assign('/docs') },
    { id: 'out', label: t('shell.signOut'), icon: 'out', run: () => void signOut() },
  ]
}

const mostNamed = 6

/** Segments and maps that are called so. They are asked for when something is searched for. */
function useNamed(needle: string): Group[] {
  const { t } = useText()
  const navigate = useNavigate()
  const may = useMay()
  const isAsked = needle !== ''
  const segments = useQuery({ ...segmentsQuery, enabled: isAsked && may('people:read') })
  const maps = useQuery({ ...mapsQuery, enabled: isAsked && may('maps:read') })
  const named = <One extends { id: string; name: string }>(
    items: readonly One[] | undefined,
    hit: (one: One) => Omit<Hit, 'id' | 'label'>,
  ): Hit[] =>
    (isAsked ? (items ?? []) : [])
      .filter((one) => plain(one.name).includes(needle))
      .slice(0, mostNamed)
      .map((one) => ({ id: one.id, label: one.name, ...hit(one) }))
  return [
    {
      name: t('segments.title'),
      hits: named(segments.data?.items, ({ id, kind }) => ({
        icon: 'people',
        note: t(`segments.kind_${kind}`),
        run: () => void navigate({ to: '/segments/$segmentId', params: { segmentId: id } }),
      })),
    },
    {
      name: t('maps.title'),
      hits: named(maps.data?.items, ({ id }) => ({
        icon: 'journeys',
        run: () => void navigate({ to: '/maps/$mapId', params: { mapId: id }, search: {} }),
      })),
    },
  ]
}

/** What the words find: pages and actions at once, people from the server, names from the catalogue and of what is kept. */
function useGroups(text: string, onShortcuts: () => void): Group[] {
  const { t } = useText()
  const navigate = useNavigate()
  const touchpointOptions = useTouchpointOptions()
  const personName = usePersonName()
  const may = useMay()
  const pages = usePages()
  const actions = useActions(onShortcuts)
  const needle = plain(text.trim())
  const named = useNamed(needle)
  const matches = (hit: { label: string }) => plain(hit.label).includes(needle)
  const { data: catalogue } = useQuery(catalogueQuery)
  const { data: found } = useQuery({
    queryKey: ['people', 'palette', needle],
    queryFn: ({ signal }) => get(PersonPage, '/people', { query: { search: text.trim(), limit: 6 }, signal }),
    enabled: needle.length > 1 && may('people:read'),
    placeholderData: keepPreviousData,
  })
  const people = needle.length > 1 ? (found?.items ?? []) : []
  const touchpoints =
    needle === '' ? [] : touchpointOptions.filter((one) => matches({ label: one.label ?? one.value }))
  const events =
    needle === '' ? [] : (catalogue?.events ?? []).filter((one) => plain(one.name).includes(needle))
  return [
    { name: t('shell.palettePages'), hits: pages.filter(matches) },
    {
      name: t('shell.palettePeople'),
      hits: people.map((person) => ({
        id: person.id,
        label: personName(person.name),
        icon: 'people' as const,
        ...(person.city ? { note: person.city } : {}),
        run: () => void navigate({ to: '/people/$personId', params: { personId: person.id }, search: {} }),
      })),
    },
    ...named,
    {
      name: t('shell.paletteTouchpoints'),
      hits: touchpoints.slice(0, mostNamed).map(({ value: name, label, note }) => ({
        id: name,
        label: label ?? name,
        ...(note ? { note } : {}),
        icon: 'journeys' as const,
        run: () => void navigate({ to: '/paths', search: { start: name } }),
      })),
    },
    {
      name: t('shell.paletteEvents'),
      hits: events.slice(0, mostNamed).map(({ name }) => ({
        id: name,
        label: name,
        icon: 'chart' as const,
        run: () => void navigate({ to: '/trends', search: { event: name } }),
      })),
    },
    { name: t('shell.paletteActions'), hits: actions.filter(matches) },
  ].filter((group) => group.hits.length > 0)
}

/** One box over pages, people, touchpoints, events and actions. Arrows move, Enter opens. */
export function Palette({ onClose, onShortcuts }: { onClose: () => void; onShortcuts: () => void }) {
  const { t } = useText()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const listId = useId()
  const groups = useGroups(text, onShortcuts)
  const hits = groups.flatMap((group) => group.hits)
  const current = hits[Math.min(at, hits.length - 1)]
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen line is scrolled to when it changes
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [at, text])
  const run = (hit: Hit | undefined) => {
    if (!hit) return
    onClose()
    hit.run()
  }
  const onKey = (event: React.KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && hits.length > 0) {
      event.preventDefault()
      setAt((Math.min(at, hits.length - 1) + step + hits.length) % hits.length)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      run(current)
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      size={560}
      padding={0}
      yOffset="12vh"
      attributes={{ content: { 'aria-label': t('shell.paletteLabel') } }}
    >
      <div className="palette">
        <div className="query">
          <Icon name="search" />
          <input
            data-autofocus
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={current ? `${listId}-${hits.indexOf(current)}` : undefined}
            aria-label={t('shell.paletteLabel')}
            placeholder={t('shell.paletteLabel')}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              setAt(0)
            }}
            onKeyDown={onKey}
          />
        </div>
        <div
          className="hits"
          role="listbox"
          id={listId}
          ref={list}
          aria-label={t('shell.paletteLabel')}
          tabIndex={-1}
        >
          {groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options inside a listbox
            <div key={group.name} role="group" aria-label={group.name}>
              <div className="group-name" aria-hidden="true">
                {group.name}
              </div>
              {group.hits.map((hit) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the box above, as in any combobox
                <div
                  key={hit.id}
                  id={`${listId}-${hits.indexOf(hit)}`}
                  className="hit"
                  role="option"
                  tabIndex={-1}
                  aria-selected={hit === current}
                  onClick={() => run(hit)}
                  onPointerMove={() => setAt(hits.indexOf(hit))}
                >
                  <Icon name={hit.icon} />
                  {hit.label}
                  {hit.note && <span className="note">{hit.note}</span>}
                </div>
              ))}
            </div>
          ))}
          {hits.length === 0 && <p className="note none">{t('shell.paletteNone', { text })}</p>}
        </div>
        <div className="keys">
          <span>
            <kbd>↑</kbd> <kbd>↓</kbd> {t('shell.paletteMove')}
          </span>
          <span>
            <kbd>Enter</kbd> {t('shell.paletteOpen')}
          </span>
          <span>
            <kbd>Esc</kbd> {t('shell.paletteClose')}
          </span>
        </div>
      </div>
    </Modal>
  )
}
