import type { ImportFile, ImportMapping, ImportTable } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { partOf } from './mapping-edit.ts'

/** One table of one file, as it is chosen to be edited. */
export type Spot = { id: string; file: ImportFile; table: ImportTable }

export const spotsOf = (files: readonly ImportFile[]): Spot[] =>
  files.flatMap((file) => file.tables.map((table) => ({ id: `${file.name}\0${table.name}`, file, table })))

/** Every table of the files with what its rows become, to choose the one to edit. */
export function MappingTables({
  spots,
  mapping,
  open,
  onOpen,
}: {
  spots: readonly Spot[]
  mapping: ImportMapping
  open: string
  onOpen: (id: string) => void
}) {
  const { t, format } = useText()
  const becomes = (spot: Spot) => {
    const emits = partOf(mapping, { file: spot.file.name, table: spot.table.name })?.emits ?? []
    return emits.map((emit) => t(`imports.emit_${emit.emit}`)).join(', ')
  }
  const columns: Column<Spot>[] = [
    {
      id: 'file',
      header: t('imports.file'),
      cell: (spot) => <span className="row-name">{`${spot.file.name} ${spot.table.name}`.trim()}</span>,
    },
    {
      id: 'form',
      header: t('imports.form'),
      cell: (spot) => <span className="quiet">{spot.file.format}</span>,
    },
    {
      id: 'columns',
      header: t('imports.columns'),
      num: true,
      cell: (spot) => format.whole(spot.table.columns.length),
    },
    {
      id: 'becomes',
      header: t('imports.becomes'),
      cell: (spot) => becomes(spot) || <span className="quiet">{t('imports.left')}</span>,
    },
  ]
  return (
    <DataTable
      label={t('imports.files')}
      columns={columns}
      rows={spots}
      keyOf={(spot) => spot.id}
      selected={open}
      onOpen={(spot) => onOpen(spot.id)}
    />
  )
}
