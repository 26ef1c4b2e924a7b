import { TextInput } from '@mantine/core'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { SavedView, SavedViews, type ViewList } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useText } from '../i18n/text.tsx'
import { ask, change, get, send } from '../lib/api.ts'
import { Button, IconButton } from './button.tsx'
import type { Column } from './data-table.tsx'
import { ErrorNotice } from './notices.tsx'
import { Pick, walkByArrows } from './pick.tsx'
import { useToast } from './toast.tsx'

type Search = Record<string, unknown>

const viewsQuery = (list: ViewList) =>
  queryOptions({
    queryKey: ['views', list],
    queryFn: ({ signal }) => get(SavedViews, '/views', { query: { list }, signal }),
  })

/** The parts of an address that are set, in a fixed order, so that equal views look equal. */
const settled = (search: Search): Search =>
  Object.fromEntries(
    Object.entries(search)
      .filter(([, value]) => value !== undefined)
      .toSorted(([x], [y]) => (x < y ? -1 : 1)),
  )
const isSame = (one: Search, other: Search) => JSON.stringify(settled(one)) === JSON.stringify(settled(other))

function SaveForm({ list, search, onDone }: { list: ViewList; search: Search; onDone: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const say = useToast()
  const [name, setName] = useState('')
  const [isShared, setShared] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await ask(SavedView, '/views', { list, name, search: settled(search), isShared })
      await client.invalidateQueries({ queryKey: ['views', list] })
      say(t('views.saved', { name }))
      onDone()
    } catch (fault) {
      setError(fault)
    }
  }
  return (
    <form className="form view-form" onSubmit={(event) => void save(event)}>
      <TextInput
        label={t('views.saveNew')}
        placeholder={t('views.name')}
        value={name}
        maxLength={80}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={isShared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />{' '}
        {t('views.shared')}
      </label>
      {error !== null && <ErrorNotice error={error} />}
      <div className="buttons">
        <Button type="submit" kind="primary" disabled={name.trim() === ''}>
          {t('views.save')}
        </Button>
      </div>
    </form>
  )
}

function ViewRow({
  view,
  search,
  onApply,
}: {
  view: SavedView
  search: Search
  onApply: (search: Search) => void
}) {
  const { t, words: inWords } = useText()
  const client = useQueryClient()
  const say = useToast()
  const isShown = isSame(view.search, search)
  const { name } = view
  const done = async (work: Promise<unknown>, words: string) => {
    try {
      await work
      say(words)
    } catch (fault) {
      say(inWords(fault), 'bad')
    }
    await client.invalidateQueries({ queryKey: ['views', view.list] })
  }
  const path = `/views/${encodeURIComponent(view.id)}`
  const replace = () => done(change(SavedView, path, { search: settled(search) }), t('views.saved', { name }))
  const remove = () => done(send('DELETE', path), t('views.deleted', { name }))
  return (
    <li>
      <button type="button" className="grow" aria-pressed={isShown} onClick={() => onApply(view.search)}>
        {name}
        {view.isShared && <span className="note"> {t('views.by', { name: view.owner })}</span>}
      </button>
      {view.isYours && !isShown && (
        <IconButton icon="edit" label={t('views.over', { name })} onClick={() => void replace()} />
      )}
      {view.isYours && (
        <IconButton icon="trash" label={t('views.delete', { name })} onClick={() => void remove()} />
      )}
    </li>
  )
}

/** Views that are kept of this list, to look at one, keep the present one, or delete. */
export function SavedViewsPick(props: { list: ViewList; search: Search; onApply: (search: Search) => void }) {
  const { t } = useText()
  const { data } = useQuery(viewsQuery(props.list))
  const items = data?.items ?? []
  const shown = items.find((view) => isSame(view.search, props.search))
  return (
    <Pick name={t('views.view')} value={shown?.name ?? t('views.none')} set={shown !== undefined} width={300}>
      {(close) => (
        <div className="saved-views">
          <h3>{t('views.yours')}</h3>
          {items.length === 0 ? (
            <p className="note">{t('views.empty')}</p>
          ) : (
            <ul className="choices" onKeyDown={walkByArrows}>
              {items.map((view) => (
                <ViewRow
                  key={view.id}
                  view={view}
                  search={props.search}
                  onApply={(search) => {
                    props.onApply(search)
                    close()
                  }}
                />
              ))}
            </ul>
          )}
          <SaveForm list={props.list} search={props.search} onDone={close} />
        </div>
      )}
    </Pick>
  )
}

/** The columns that an address names; all of them when it names none that there is. */
export function shownColumns<Row>(
  columns: readonly Column<Row>[],
  ids: readonly string[] | undefined,
): readonly Column<Row>[] {
  const shown = columns.filter((column) => ids?.includes(column.id))
  return shown.length > 0 ? shown : columns
}

/** Which columns a list shows; the first always stays. */
export function ColumnsPick<Row>({
  columns,
  ids,
  onChange,
}: {
  columns: readonly Column<Row>[]
  ids: readonly string[] | undefined
  onChange: (ids: string[] | undefined) => void
}) {
  const { t } = useText()
  const shown = new Set(shownColumns(columns, ids).map((column) => column.id))
  const toggle = (id: string) => {
    const next = columns
      .map((column) => column.id)
      .filter((one) => (one === id ? !shown.has(one) : shown.has(one)))
    onChange(next.length === columns.length ? undefined : next)
  }
  const isAll = shown.size === columns.length
  return (
    <Pick
      name={t('views.columns')}
      value={isAll ? t('views.allColumns') : t('views.nColumns', { n: shown.size })}
      set={!isAll}
    >
      {() => (
        <div className="columns-pick">
          {columns.map((column, at) => (
            <label className="check" key={column.id}>
              <input
                type="checkbox"
                checked={shown.has(column.id)}
                disabled={at === 0}
                onChange={() => toggle(column.id)}
              />{' '}
              {column.name ?? column.header}
            </label>
          ))}
        </div>
      )}
    </Pick>
  )
}
