import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Import } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { StateLabel, type Tone } from '../../ui/metric.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { importsQuery } from './import-queries.ts'
import { ImportUpload } from './import-upload.tsx'

const toneOf: Record<Import['state'], Tone> = {
  uploading: 'neutral',
  draft: 'warn',
  running: 'neutral',
  done: 'good',
  failed: 'bad',
  cancelled: 'neutral',
}

export function ImportStateLabel({ state }: { state: Import['state'] }) {
  const { t } = useText()
  return <StateLabel tone={toneOf[state]}>{t(`imports.state_${state}`)}</StateLabel>
}

const namesOf = (one: Import) => one.files.map((file) => file.name).join(', ') || '–'

function useColumns(): Column<Import>[] {
  const { t, format } = useText()
  const count = (id: 'rows' | 'accepted' | 'rejected' | 'duplicates'): Column<Import> => ({
    id,
    header: t(`imports.${id}`),
    num: true,
    value: (one) => one[id],
    cell: (one) => format.whole(one[id]),
  })
  return [
    {
      id: 'files',
      header: t('imports.files'),
      value: namesOf,
      cell: (one) => <span className="row-name">{namesOf(one)}</span>,
    },
    {
      id: 'state',
      header: t('imports.state'),
      value: (one) => one.state,
      cell: (one) => <ImportStateLabel state={one.state} />,
    },
    count('rows'),
    count('accepted'),
    count('rejected'),
    count('duplicates'),
    {
      id: 'created',
      header: t('imports.created'),
      num: true,
      value: (one) => one.createdAt,
      cell: (one) => format.moment(one.createdAt),
    },
  ]
}

/** Files that were brought in, and the way to bring in more. */
export function ImportsPage() {
  const { t, rich } = useText()
  const navigate = useNavigate()
  const columns = useColumns()
  const { data, error, refetch } = useQuery(importsQuery)
  const open = (one: Import) => void navigate({ to: '/imports/$importId', params: { importId: one.id } })
  return (
    <>
      <PageHeader
        title={t('shell.imports')}
        deck={data ? rich('imports.deck', { n: data.items.length }) : t('imports.deckWaiting')}
      />
      <ImportUpload />
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={6} />
      ) : data.items.length === 0 ? (
        <EmptyState title={t('imports.emptyTitle')}>{t('imports.emptyText')}</EmptyState>
      ) : (
        <DataTable
          label={t('shell.imports')}
          columns={columns}
          rows={data.items}
          keyOf={(one) => one.id}
          onOpen={open}
          csvName="teia-imports"
        />
      )}
    </>
  )
}
