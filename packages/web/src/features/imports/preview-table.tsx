import { useQuery } from '@tanstack/react-query'
import type { ImportPreviewRow } from '@teia/contracts'
import type { MessageKey } from '../../i18n/text.tsx'
import { useText } from '../../i18n/text.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { previewQuery } from './import-queries.ts'

const kinds: Record<string, MessageKey> = {
  track: 'imports.kind_track',
  identify: 'imports.kind_identify',
  group: 'imports.kind_group',
  'teia.touchpoint': 'imports.kind_touchpoint',
  'teia.identity-rules': 'imports.kind_rules',
  'teia.identity-link': 'imports.kind_link',
  'teia.identity-separation': 'imports.kind_separation',
  'teia.note': 'imports.kind_note',
  'teia.view': 'imports.kind_view',
  'teia.computed-trait': 'imports.kind_computed',
  'teia.segment': 'imports.kind_segment',
  'teia.segment-listed': 'imports.kind_listed',
  'teia.map': 'imports.kind_map',
  'teia.map-image': 'imports.kind_map_image',
  'teia.map-comment': 'imports.kind_map_comment',
  'teia.tracking-plan': 'imports.kind_plan',
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A filter as a file would say it, where it is no more than one could. */
function conditionText(where: unknown): string {
  const { property, operator, value, and } = where as Record<string, unknown>
  if (Array.isArray(and)) return and.map(conditionText).join('; ')
  const sign = operator === 'equals' ? '=' : operator === 'not_equals' ? '!=' : null
  if (typeof property !== 'string' || sign === null) return JSON.stringify(where)
  return `${property} ${sign} ${textOf(value)}`
}

/** What of a message or of another line is worth showing beside its name. */
function shownOf(message: Record<string, unknown>): unknown {
  if (!String(message.type).startsWith('teia.')) return message.properties ?? message.traits
  const { type: _type, name: _name, matcher, ...rest } = message
  if (typeof matcher !== 'object' || matcher === null) return rest
  const { where, ...names } = matcher as Record<string, unknown>
  return { ...rest, ...names, ...(where !== undefined && { where: conditionText(where) }) }
}

/** Names and values in one line. */
function factsOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return ''
  return Object.entries(value)
    .map(([name, one]) => `${name}: ${textOf(one)}`)
    .join(' · ')
}

/** The first rows as they will become, or why they will not. */
export function PreviewTable({
  importId,
  only,
}: {
  importId: string
  /** Shows the rows of one table of one file. */
  only?: { file: string; table: string }
}) {
  const { t, told, format } = useText()
  const { data, error, refetch } = useQuery(previewQuery(importId))
  const rows = data?.rows.filter((row) => !only || (row.file === only.file && row.table === only.table))
  const hasManyFiles = new Set(rows?.map((row) => row.file)).size > 1
  const shape: Column<ImportPreviewRow>[] = [
    ...(hasManyFiles
      ? [
          {
            id: 'file',
            header: t('imports.file'),
            value: (row: ImportPreviewRow) => row.file,
            cell: (row: ImportPreviewRow) => row.file,
          },
        ]
      : []),
    { id: 'line', header: t('imports.line'), value: (row) => row.line, cell: (row) => row.line },
    {
      id: 'becomes',
      header: t('imports.becomes'),
      cell: (row) =>
        row.refusal !== null ? (
          <span className="bad-text">
            {t('imports.refused')}: {told(row.faults, row.refusal)}
          </span>
        ) : row.messages.length === 0 ? (
          <span className="quiet">{t('imports.becomesNothing')}</span>
        ) : (
          row.messages.map((message, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the messages of a row have their order as their name
            <div key={place}>
              {t(kinds[String(message.type)] ?? 'imports.kind_other')}{' '}
              <b>{String(message.event ?? message.groupId ?? message.userId ?? message.name ?? '')}</b>{' '}
              <span className="quiet">
                {[
                  message.type === 'identify' ? '' : (message.userId ?? message.anonymousId),
                  typeof message.timestamp === 'string' && momentOf(message.timestamp),
                ]
                  .filter((one) => typeof one === 'string' && one !== '')
                  .join(' · ')}
              </span>
              <span className="sub preview-facts">{factsOf(shownOf(message))}</span>
            </div>
          ))
        ),
    },
  ]
  const momentOf = (time: string) => `${format.dayYear(time)} ${format.clockSeconds(time)}`
  return (
    <Section title={t('imports.preview')} note={t('imports.previewNote')}>
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={6} />
      ) : (
        <>
          {data.problem !== null && <p className="warn-text">{told(data.faults, data.problem)}</p>}
          {rows?.length === 0 && <p className="quiet">{t('imports.previewNone')}</p>}
          <DataTable
            label={t('imports.preview')}
            columns={shape}
            rows={rows ?? []}
            keyOf={(row) => `${row.file} ${row.table} ${row.line}`}
            first={10}
          />
        </>
      )}
    </Section>
  )
}
