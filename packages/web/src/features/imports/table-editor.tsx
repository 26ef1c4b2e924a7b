import {
  type ImportFile,
  type ImportFileMapping,
  type ImportReading,
  type ImportTable,
  importEncodings,
} from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { EmitEditor } from './emit-editor.tsx'
import { type EmitKind, firstEmit, withEmit } from './mapping-edit.ts'

const delimiters = [',', ';', '\t', '|'] as const

/** A row that becomes a touchpoint becomes nothing else. */
function addable({ emits }: ImportFileMapping) {
  if (emits.some((one) => one.emit === 'touchpoint')) return []
  const kinds = ['event', 'person', 'account'] as const
  return emits.length === 0 ? ([...kinds, 'touchpoint'] as const) : kinds
}

/** How the bytes of a CSV file are read; what is left as found is detected. */
function Reading({
  file,
  part,
  onChange,
}: {
  file: ImportFile
  part: ImportFileMapping
  onChange: (part: ImportFileMapping) => void
}) {
  const { t } = useText()
  const read = part.read ?? {}
  const set = (change: { [F in keyof ImportReading]: ImportReading[F] | undefined }) => {
    const merged = Object.fromEntries(
      Object.entries({ ...read, ...change }).filter(([, value]) => value !== undefined),
    ) as ImportReading
    const { read: _old, ...rest } = part
    onChange(Object.keys(merged).length === 0 ? rest : { ...rest, read: merged })
  }
  if (file.format !== 'csv') return null
  const found = (value: string) => t('imports.asFound', { value })
  return (
    <div className="emit-fields">
      <label className="field">
        <span>{t('imports.encoding')}</span>
        <select
          className="input"
          value={read.encoding ?? ''}
          onChange={(event) => set({ encoding: importEncodings.find((one) => one === event.target.value) })}
        >
          <option value="">{found(file.encoding ?? '–')}</option>
          {importEncodings.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t('imports.delimiter')}</span>
        <select
          className="input"
          value={read.delimiter ?? ''}
          onChange={(event) => set({ delimiter: delimiters.find((one) => one === event.target.value) })}
        >
          <option value="">
            {found(file.delimiter === '\t' ? t('imports.tab') : (file.delimiter ?? '–'))}
          </option>
          {delimiters.map((one) => (
            <option key={one} value={one}>
              {one === '\t' ? t('imports.tab') : one}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t('imports.header')}</span>
        <select
          className="input"
          value={read.header === undefined ? '' : String(read.header)}
          onChange={(event) =>
            set({ header: event.target.value === '' ? undefined : event.target.value === 'true' })
          }
        >
          <option value="">{found(t(file.header ? 'imports.headerYes' : 'imports.headerNo'))}</option>
          <option value="true">{t('imports.headerYes')}</option>
          <option value="false">{t('imports.headerNo')}</option>
        </select>
      </label>
    </div>
  )
}

/** What the rows of one table become; a row may become several things. */
export function TableEditor({
  file,
  table,
  part,
  others,
  onChange,
}: {
  file: ImportFile
  table: ImportTable
  part: ImportFileMapping
  /** Files that values can be looked up in. */
  others: readonly ImportFile[]
  onChange: (part: ImportFileMapping) => void
}) {
  const { t, told } = useText()
  const eventName = table.name || file.name.replace(/^.*\//, '').replace(/\.[a-z0-9.]+$/i, '')
  const add = (kind: EmitKind) =>
    onChange(withEmit(part, part.emits.length, firstEmit(kind, table.columns, eventName)))
  return (
    <div className="stack">
      {file.problem !== null && <p className="bad-text">{told(file.faults, file.problem)}</p>}
      <Reading file={file} part={part} onChange={onChange} />
      {part.emits.length === 0 && <p className="quiet">{t('imports.tableLeftOut')}</p>}
      {part.emits.map((emit, place) => (
        <EmitEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: what a row becomes is told apart by its order
          key={place}
          emit={emit}
          columns={table.columns}
          files={others}
          eventName={eventName}
          onChange={(next) => onChange(withEmit(part, place, next))}
          onRemove={() => onChange(withEmit(part, place, null))}
        />
      ))}
      <div className="buttons">
        {addable(part).map((kind) => (
          <Button key={kind} icon="plus" onClick={() => add(kind)}>
            {t(`imports.add_${kind}`)}
          </Button>
        ))}
      </div>
    </div>
  )
}
