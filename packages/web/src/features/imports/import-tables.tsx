import type { Import, ImportColumn, ImportFileMapping } from '@teia/contracts'
import type { MessageKey } from '../../i18n/text.tsx'
import { useText } from '../../i18n/text.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Section } from '../../ui/page-header.tsx'
import { namedOf, rolesOfColumn } from './mapping-edit.ts'
import { roleLabel } from './role-label.ts'

/** What a mapping makes of a column, in the order in which the parts of a message are read. */
function meaningsOf(column: string, mapping: ImportFileMapping | undefined): MessageKey[] {
  const found = new Set<MessageKey>()
  for (const emit of mapping?.emits ?? []) {
    if (emit.emit === 'touchpoint') {
      for (const role of rolesOfColumn(emit, column)) found.add(roleLabel('touchpoint', role))
      if (namedOf(emit).some(({ value }) => value.column === column)) found.add('imports.role_condition')
      continue
    }
    if (emit.emit === 'message') found.add('imports.role_property')
    if (emit.emit === 'event' && emit.name.column === column) found.add('imports.role_event')
    if (emit.emit !== 'message' && emit.time?.column === column) found.add('imports.role_time')
    if (emit.emit !== 'message' && emit.userId?.column === column)
      found.add(emit.userId.through ? 'imports.role_key' : 'imports.role_person')
    if ((emit.emit === 'event' || emit.emit === 'account') && emit.groupId?.column === column)
      found.add('imports.role_account')
    if (namedOf(emit).some(({ value }) => value.column === column && !value.through))
      found.add('imports.role_property')
  }
  return [...found]
}

/** The columns of one table, with what they hold and what they become. */
function ColumnsTable({
  columns,
  mapping,
  label,
}: {
  columns: readonly ImportColumn[]
  mapping: ImportFileMapping | undefined
  label: string
}) {
  const { t, format } = useText()
  const shape: Column<ImportColumn>[] = [
    {
      id: 'column',
      header: t('imports.column'),
      value: (one) => one.name,
      cell: (one) => <b>{one.name}</b>,
    },
    {
      id: 'type',
      header: t('imports.type'),
      value: (one) => one.type,
      cell: (one) => (
        <>
          {t(`imports.type_${one.type}`)}
          {one.isAmbiguous && <span className="warn-text"> {t('imports.ambiguous')}</span>}
        </>
      ),
    },
    {
      id: 'filled',
      header: t('imports.filled'),
      num: true,
      value: (one) => one.filled,
      cell: (one) => format.percent(one.filled),
    },
    {
      id: 'sample',
      header: t('imports.sample'),
      cell: (one) => <span className="quiet">{one.samples.slice(0, 2).join(' · ')}</span>,
    },
    {
      id: 'becomes',
      header: t('imports.becomes'),
      cell: (one) => {
        const meanings = meaningsOf(one.name, mapping)
        return meanings.length === 0 ? (
          <span className="quiet">{t('imports.left')}</span>
        ) : (
          meanings.map((key) => t(key)).join(', ')
        )
      },
    },
  ]
  return <DataTable label={label} columns={shape} rows={columns} keyOf={(one) => one.name} first={12} />
}

export function FoundTables({ found }: { found: Import }) {
  const { t, told } = useText()
  return (
    <Section title={t('imports.found')} note={t('imports.foundNote')}>
      {found.files.map((file) => (
        <div key={file.name}>
          <h3>
            {file.name}{' '}
            <span className="note">
              {[file.format, file.encoding, file.delimiter].filter((one) => one !== null).join(' · ') ||
                t('imports.unknownForm')}
            </span>
          </h3>
          {file.problem !== null && <p className="bad-text">{told(file.faults, file.problem)}</p>}
          {file.tables.map((table) => (
            <ColumnsTable
              key={table.name}
              label={`${file.name} ${table.name}`.trim()}
              columns={table.columns}
              mapping={found.mapping?.files.find(
                (one) => one.file === file.name && (one.table ?? '') === table.name,
              )}
            />
          ))}
        </div>
      ))}
    </Section>
  )
}
