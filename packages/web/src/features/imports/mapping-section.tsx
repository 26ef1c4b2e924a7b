import type { Import, ImportMapping } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Switch } from '../../ui/button.tsx'
import { CodeEditor } from '../../ui/code-editor.tsx'
import { StateLabel } from '../../ui/metric.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { partOf, withPart } from './mapping-edit.ts'
import { MappingTables, type Spot } from './mapping-tables.tsx'
import { SavedMappings } from './saved-mappings.tsx'
import { TableEditor } from './table-editor.tsx'
import type { MappingDraft } from './use-mapping.ts'
import { ZonePick } from './zone-pick.tsx'

/** Says what the files become: as a table for each file, or as YAML; both are the same mapping. */
export function MappingSection({
  draft,
  state,
  spots,
  open,
  onOpen,
}: {
  draft: Import
  state: MappingDraft
  spots: readonly Spot[]
  open: Spot | undefined
  onOpen: (id: string) => void
}) {
  const { t, told } = useText()
  const [view, setView] = useState<'table' | 'yaml'>('table')
  const { mapping } = state
  // Of what no file was read from there is no table.
  const shown = mapping === null ? 'yaml' : view
  const unreadable = draft.files.filter((file) => file.tables.length === 0)
  const key = open && { file: open.file.name, table: open.table.name }
  const note =
    state.faults.length > 0 ? 'imports.hasFaults' : state.isKept ? 'imports.isKept' : 'imports.keeping'
  return (
    <Section
      title={t('imports.mapping')}
      note={state.faults.length > 0 ? <StateLabel tone="bad">{t(note)}</StateLabel> : t(note)}
      actions={<SavedMappings state={state} />}
    >
      <div className="toolbar">
        <Switch
          label={t('imports.view')}
          value={shown}
          options={[
            { value: 'table', label: t('imports.view_table') },
            { value: 'yaml', label: 'YAML' },
          ]}
          onChange={setView}
        />
        <span className="grow" />
        {mapping && (
          <ZonePick mapping={mapping} onChange={(zone) => state.setMapping(withZone(mapping, zone))} />
        )}
      </div>
      {state.error !== null && <ErrorNotice error={state.error} />}
      {unreadable.map((file) => (
        <p key={file.name}>
          <StateLabel tone="bad">
            {told(file.faults, file.problem ?? `${file.name}: ${t('imports.unknownForm')}`)}
          </StateLabel>
        </p>
      ))}
      {shown === 'yaml' || mapping === null ? (
        <CodeEditor
          label={t('imports.mapping')}
          value={state.text}
          onChange={state.setText}
          faults={state.faults}
          rows={28}
        />
      ) : (
        <>
          {state.faults.map((fault) => (
            <p key={fault.message} className="bad-text">
              {fault.message}
            </p>
          ))}
          {spots.length > 1 && (
            <MappingTables spots={spots} mapping={mapping} open={open?.id ?? ''} onOpen={onOpen} />
          )}
          {open && key && (
            <div className="table-editor">
              <h3>{`${open.file.name} ${open.table.name}`.trim()}</h3>
              <TableEditor
                key={open.id}
                file={open.file}
                table={open.table}
                part={partOf(mapping, key) ?? { file: key.file, emits: [] }}
                others={draft.files.filter((file) => file.name !== open.file.name && file.tables.length > 0)}
                onChange={(part) =>
                  state.setMapping(withPart(mapping, key, () => keepPlace(part, key.table)))
                }
              />
            </div>
          )}
        </>
      )}
    </Section>
  )
}

const withZone = (mapping: ImportMapping, zone: string): ImportMapping => {
  const { zone: _old, ...rest } = mapping
  return zone === 'UTC' ? rest : { version: rest.version, zone, files: rest.files }
}

/** A part made for a table that had none names its table. */
const keepPlace = (part: ImportMapping['files'][number], table: string) =>
  table !== '' && part.table === undefined && !part.file.includes('*') ? { ...part, table } : part
