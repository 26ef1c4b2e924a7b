import { type PersonSummary, toCsv } from '@teia/contracts'
import { lazy, Suspense, useRef, useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { saveFile } from '../../lib/export.ts'
import { Button } from '../../ui/button.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { useToast } from '../../ui/toast.tsx'
import type { PeopleSearch } from './people-search.ts'
import { readPeople } from './read-people.ts'

const PutOnList = lazy(() =>
  import('../segments/put-on-list.tsx').then((module) => ({ default: module.PutOnList })),
)

/** As many people as one page of the API holds. */
const pageSize = 200
const idOf = ({ id }: PersonSummary) => id

/** What can be done with the selected people, or with all that the filter finds. */
export function BulkBar(props: {
  search: PeopleSearch
  people: readonly PersonSummary[]
  /** How many the filter finds; null while that is not known. */
  total: number | null
  columns: readonly Column<PersonSummary>[]
  onClear: () => void
}) {
  const { t, format } = useText()
  const say = useToast()
  const mayWrite = useMay()('people:write')
  const [isAll, setAll] = useState(false)
  const [isPutting, setPutting] = useState(false)
  const [read, setRead] = useState<number | null>(null)
  const stopper = useRef<AbortController | null>(null)
  const { search, people, total, columns } = props
  const n = isAll && total !== null ? total : people.length
  const save = (rows: readonly PersonSummary[]) =>
    saveFile(
      'teia-people.csv',
      toCsv(
        ['id', ...columns.map((column) => column.name ?? String(column.header))],
        rows.map((person) => [person.id, ...columns.map((column) => column.value?.(person))]),
      ),
    )
  const readAll = async (signal: AbortSignal, told: (n: number) => void) => {
    const { page } = readPeople(search, format.timeZone, pageSize)
    const rows: PersonSummary[] = []
    for (let cursor: string | null = null; ; ) {
      const { items, nextCursor } = await page(cursor, signal)
      rows.push(...items)
      told(rows.length)
      cursor = nextCursor
      if (cursor === null) return rows
    }
  }
  const saveAll = async () => {
    const stop = new AbortController()
    stopper.current = stop
    setRead(0)
    try {
      save(await readAll(stop.signal, setRead))
    } catch {
      say(t(stop.signal.aborted ? 'views.cancelled' : 'errors.unexpected'), 'bad')
    }
    setRead(null)
  }
  return (
    <section className="bulk-bar" aria-label={t('views.bulk')}>
      <b>{t('views.selected', { n })}</b>
      {!isAll && total !== null && total > people.length && (
        <Button kind="link" onClick={() => setAll(true)}>
          {t('views.selectAll', { n: total })}
        </Button>
      )}
      <span className="grow" role="status">
        {read !== null && t('views.loading', { n: read, total: total ?? read })}
      </span>
      {mayWrite && (
        <Button icon="plus" onClick={() => setPutting(true)}>
          {t('segments.put')}
        </Button>
      )}
      {isPutting && (
        <Suspense>
          <PutOnList
            n={n}
            read={async (signal, told) => (isAll ? await readAll(signal, told) : people).map(idOf)}
            onClose={() => setPutting(false)}
          />
        </Suspense>
      )}
      {read === null ? (
        <Button icon="export" onClick={() => (isAll ? void saveAll() : save(people))}>
          {t('views.exportCsv')}
        </Button>
      ) : (
        <Button onClick={() => stopper.current?.abort()}>{t('common.cancel')}</Button>
      )}
      <Button kind="link" icon="close" onClick={props.onClear}>
        {t('views.clear')}
      </Button>
    </section>
  )
}
