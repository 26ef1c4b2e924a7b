import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  ListFileAnswer,
  type ListFileKind,
  listFileKinds,
  listFileLimits,
  type Segment,
} from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { fileFor, postFile } from '../../lib/api.ts'
import { saveFile } from '../../lib/export.ts'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'
import { segmentPath } from './segment-queries.ts'

type Asked = { column?: string; kind?: ListFileKind; header?: boolean }
type Miss = ListFileAnswer['misses'][number]

function pathOf(segment: Segment, file: File, asked: Asked & { add?: boolean; language?: string }, end = '') {
  const given = Object.entries({ ...asked, name: file.name.slice(0, 200) })
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return `${segmentPath(segment.id)}/file${end}?${query}`
}

function Choices(props: { answer: ListFileAnswer; onAsk: (asked: Asked) => void }) {
  const { t } = useText()
  const { answer, onAsk } = props
  const { column, kind, hasHeader: header, columns } = answer
  return (
    <div className="file-choices">
      <label className="field">
        <span>{t('segments.fileColumn')}</span>
        <select
          className="input"
          value={column}
          onChange={(event) => onAsk({ column: event.target.value, header })}
        >
          {columns.map(({ name, samples }) => (
            <option key={name} value={name}>
              {samples[0] === undefined ? name : `${name} · ${samples[0]}`}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t('segments.fileKind')}</span>
        <select
          className="input"
          value={kind}
          onChange={(event) => onAsk({ column, kind: event.target.value as ListFileKind, header })}
        >
          {listFileKinds.map((one) => (
            <option key={one} value={one}>
              {t(`segments.fileKind_${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={header}
          onChange={(event) => onAsk({ header: event.currentTarget.checked })}
        />{' '}
        {t('segments.fileHeader')}
      </label>
    </div>
  )
}

/** The first rows that name nobody, and all of them as a file. */
function Misses(props: { answer: ListFileAnswer; onSave: () => void }) {
  const { t, told, format } = useText()
  const { answer, onSave } = props
  const columns: Column<Miss>[] = [
    {
      id: 'line',
      header: t('segments.fileLine'),
      num: true,
      sortable: false,
      cell: (one) => format.whole(one.line),
    },
    { id: 'value', header: answer.column, sortable: false, cell: (one) => one.value },
    {
      id: 'why',
      header: t('segments.fileWhy'),
      sortable: false,
      cell: (one) => told([one.fault], one.fault.code),
    },
  ]
  return (
    <>
      <div className="buttons">
        <b className="grow">{t('segments.fileMissed', { n: answer.missed })}</b>
        <Button icon="export" onClick={onSave}>
          {t('segments.fileMisses')}
        </Button>
      </div>
      <div className="file-misses">
        <DataTable
          label={t('segments.fileMissed', { n: answer.missed })}
          columns={columns}
          rows={answer.misses}
          keyOf={(one) => String(one.line)}
          {...(answer.missed > answer.misses.length && {
            foot: t('segments.fileFirst', { n: answer.misses.length, total: answer.missed }),
          })}
        />
      </div>
    </>
  )
}

/** People of a file for a list: whom it names is looked at first, and added when that is as wanted. */
export function AddFile({ segment, file, onClose }: { segment: Segment; file: File; onClose: () => void }) {
  const { t, language } = useText()
  const client = useQueryClient()
  const say = useToast()
  const [asked, setAsked] = useState<Asked>({})
  const [isAdding, setAdding] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const isTooLarge = file.size > listFileLimits.bytes
  const query = useQuery({
    queryKey: ['list-file', segment.id, file.name, file.size, file.lastModified, asked],
    queryFn: () => postFile(ListFileAnswer, pathOf(segment, file, asked), file),
    placeholderData: keepPreviousData,
    enabled: !isTooLarge,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { data } = query
  // What was looked at is what is added, also where it was found and not chosen.
  const looked = data && { column: data.column, kind: data.kind, header: data.hasHeader }
  const attempt = async (work: () => Promise<void>) => {
    setError(null)
    setAdding(true)
    await work().catch(setError)
    setAdding(false)
  }
  const add = () =>
    attempt(async () => {
      const path = pathOf(segment, file, { ...looked, add: true })
      const { outcome } = await postFile(ListFileAnswer, path, file)
      say(t('segments.listed', { n: outcome?.added ?? 0 }))
      await client.invalidateQueries({ queryKey: ['segments'] })
      onClose()
    })
  const save = () =>
    attempt(async () =>
      saveFile(
        'not-found.csv',
        await fileFor(pathOf(segment, file, { ...looked, language }, '/misses'), file),
      ),
    )
  return (
    <Dialog title={t('segments.fileTitle', { name: segment.name })} onClose={onClose} width={640}>
      <div className="list-file">
        <p className="quiet">{file.name}</p>
        {isTooLarge && (
          <p className="notice bad" role="alert">
            {t('segments.fileTooLarge', { mb: Math.floor(listFileLimits.bytes / 1024 / 1024) })}
          </p>
        )}
        {query.error !== null && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
        {!data && !query.error && !isTooLarge && <Skeleton rows={5} />}
        {data && <Choices answer={data} onAsk={setAsked} />}
        {data && !query.error && (
          <div aria-busy={query.isPlaceholderData} className={query.isPlaceholderData ? 'stale' : undefined}>
            <p role="status">
              {t('segments.fileFound', { people: data.people, rows: data.rows })}{' '}
              {data.repeated > 0 && t('segments.fileRepeated', { n: data.repeated })}
            </p>
            {data.missed > 0 && <Misses answer={data} onSave={() => void save()} />}
          </div>
        )}
        {error !== null && <ErrorNotice error={error} />}
        <div className="buttons end">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            kind="primary"
            busy={isAdding}
            disabled={!data || data.people === 0 || query.isPlaceholderData || query.error !== null}
            onClick={() => void add()}
          >
            {t('segments.fileAdd', { n: data?.people ?? 0 })}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
