import type { ImportColumn, ImportFile, ImportLookup, ImportValue } from '@teia/contracts'
import { useId } from 'react'
import { useText } from '../../i18n/text.tsx'
import { LookUpSteps } from './look-up-steps.tsx'
import { DateSelect, NameSelect } from './mapping-selects.tsx'

const CONSTANT = '\0const'

/** Where one value comes from: a column, perhaps followed into other files, or always the same. */
export function ValueField({
  label,
  value,
  columns,
  files,
  isNeeded,
  isDate,
  onChange,
}: {
  label: string
  value: ImportValue | undefined
  columns: readonly ImportColumn[]
  files: readonly ImportFile[]
  isNeeded: boolean
  isDate: boolean
  onChange: (value: ImportValue | undefined) => void
}) {
  const { t } = useText()
  const id = useId()
  const isConstant = value?.const !== undefined
  const choose = (name: string) => {
    if (name === '') return onChange(undefined)
    if (name === CONSTANT) return onChange({ const: '' })
    const column = columns.find((one) => one.name === name)
    const date = value?.through ? value.date : column?.date
    onChange({
      column: name,
      ...(value?.through && { through: value.through }),
      ...(isDate && date && { date }),
    })
  }
  const steps = (through: ImportLookup[]) => {
    const { through: _old, ...rest } = value ?? {}
    onChange({ ...rest, ...(through.length > 0 && { through }) })
  }
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <NameSelect
        id={id}
        value={isConstant ? CONSTANT : (value?.column ?? '')}
        names={columns.map((column) => column.name)}
        onChange={choose}
        before={[
          ...(isNeeded ? [] : [{ value: '', label: t('imports.notTold') }]),
          ...(isDate ? [] : [{ value: CONSTANT, label: t('imports.always') }]),
        ]}
      />
      {isConstant && (
        <input
          className="input"
          aria-label={`${label}: ${t('imports.always')}`}
          value={String(value.const)}
          maxLength={1000}
          onChange={(event) => onChange({ ...value, const: event.target.value })}
        />
      )}
      {value?.column !== undefined && (
        <>
          {isDate && (
            <DateSelect
              label={`${label}: ${t('imports.dateForm')}`}
              value={value.date}
              onChange={(date) => onChange({ ...value, date })}
            />
          )}
          <LookUpSteps steps={value.through ?? []} files={files} onChange={steps} />
        </>
      )}
    </div>
  )
}
