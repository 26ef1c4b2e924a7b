import type { ImportColumn, ImportEmit, ImportFile } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { ColumnRows } from './column-rows.tsx'
import { changeKind, type EmitKind, rolesOf, sourceOf, withRole } from './mapping-edit.ts'
import { NameSelect } from './mapping-selects.tsx'
import { OtherProperties } from './other-properties.tsx'
import { roleLabel } from './role-label.ts'
import { ValueField } from './value-field.tsx'

const kinds: readonly EmitKind[] = ['event', 'person', 'account', 'touchpoint', 'message']
type Props = {
  emit: ImportEmit
  columns: readonly ImportColumn[]
  onChange: (emit: ImportEmit) => void
}

/** One thing that a row becomes: what kind, who, when, and which columns come with it. */
export function EmitEditor({
  emit,
  columns,
  files,
  eventName,
  onChange,
  onRemove,
}: Props & { files: readonly ImportFile[]; eventName: string; onRemove: () => void }) {
  const { t } = useText()
  const when = (column: string) => {
    const { when: _old, ...rest } = emit
    onChange((column === '' ? rest : { ...rest, when: { column } }) as ImportEmit)
  }
  return (
    <div className="emit">
      <div className="emit-fields">
        <div className="field">
          <span>{t('imports.rowBecomes')}</span>
          <select
            className="input"
            aria-label={t('imports.rowBecomes')}
            value={emit.emit}
            onChange={(event) =>
              onChange(changeKind(emit, event.target.value as EmitKind, columns, eventName))
            }
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`imports.emit_${kind}`)}
              </option>
            ))}
          </select>
          <Button kind="link" className="start" onClick={onRemove}>
            {t('common.remove')}
          </Button>
        </div>
        {rolesOf[emit.emit].map(({ role, isNeeded }) => (
          <ValueField
            key={role}
            label={t(roleLabel(emit.emit, role))}
            value={sourceOf(emit, role)}
            columns={columns}
            files={files}
            isNeeded={isNeeded}
            isDate={role === 'time'}
            onChange={(value) => onChange(withRole(emit, role, value))}
          />
        ))}
        <div className="field">
          <span>{t('imports.onlyWhen')}</span>
          <NameSelect
            label={t('imports.onlyWhen')}
            value={emit.when?.column ?? ''}
            names={columns.map((column) => column.name)}
            before={[{ value: '', label: t('imports.everyRow') }]}
            onChange={when}
          />
        </div>
      </div>
      {emit.emit === 'message' ? (
        <p className="hint">{t('imports.messageHint')}</p>
      ) : (
        <>
          {emit.emit === 'touchpoint' && <p className="hint">{t('imports.touchpointHint')}</p>}
          <ColumnRows emit={emit} columns={columns} onChange={onChange} />
          <OtherProperties emit={emit} columns={columns} files={files} onChange={onChange} />
        </>
      )}
    </div>
  )
}
