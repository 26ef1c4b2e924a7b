import type { ImportColumn, ImportEmit, ImportFile, NamedValue } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { changeNamed, namedOf, withNamed } from './mapping-edit.ts'
import { ValueField } from './value-field.tsx'

type Props = {
  emit: ImportEmit
  columns: readonly ImportColumn[]
  files: readonly ImportFile[]
  onChange: (emit: ImportEmit) => void
}

/** Properties that are no column of this table: the same for every row, or found in another file. */
export function OtherProperties({ emit, columns, files, onChange }: Props) {
  const { t } = useText()
  const others = namedOf(emit).filter(
    (one) => one.value.column === undefined || one.value.through !== undefined,
  )
  const add = (value: NamedValue['value']) => {
    const taken = new Set(namedOf(emit).map((one) => one.name))
    let name = 'source'
    for (let n = 2; taken.has(name); n++) name = `source_${n}`
    onChange(withNamed(emit, [...namedOf(emit), { name, value }]))
  }
  const [first] = columns
  const [other] = files
  const into = other?.tables[0]?.columns ?? []
  return (
    <div className="others">
      {others.map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name that is being typed must not lose its field
        <div className="other-property" key={place}>
          <div className="field">
            <label htmlFor={`other-${place}`}>{t('imports.property')}</label>
            <input
              id={`other-${place}`}
              className="input mono"
              value={one.name}
              maxLength={200}
              onChange={(event) => onChange(changeNamed(emit, one, { ...one, name: event.target.value }))}
            />
          </div>
          <ValueField
            label={t('imports.comesFrom')}
            value={one.value}
            columns={columns}
            files={files}
            isNeeded
            isDate={false}
            onChange={(value) => value && onChange(changeNamed(emit, one, { ...one, value }))}
          />
          <IconButton
            icon="trash"
            label={t('imports.removeProperty', { name: one.name })}
            onClick={() => onChange(changeNamed(emit, one, null))}
          />
        </div>
      ))}
      <Button kind="link" icon="plus" onClick={() => add({ const: '' })}>
        {t('imports.addConstant')}
      </Button>
      {first && other && into[0] && (
        <Button
          kind="link"
          icon="plus"
          onClick={() =>
            add({
              column: first.name,
              through: [
                { file: other.name, key: into[0]?.name ?? '', column: into[1]?.name ?? into[0]?.name ?? '' },
              ],
            })
          }
        >
          {t('imports.addFromFile')}
        </Button>
      )}
    </div>
  )
}
