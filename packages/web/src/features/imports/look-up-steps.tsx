import type { ImportFile, ImportLookup } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { NameSelect } from './mapping-selects.tsx'

/** The steps that lead from a column into other files. */
export function LookUpSteps({
  steps,
  files,
  onChange,
}: {
  steps: readonly ImportLookup[]
  files: readonly ImportFile[]
  onChange: (steps: ImportLookup[]) => void
}) {
  const { t } = useText()
  const columnsOf = (name: string) =>
    files
      .find((file) => file.name === name)
      ?.tables.flatMap((table) => table.columns.map((one) => one.name)) ?? []
  const change = (place: number, part: Partial<ImportLookup>) =>
    onChange(steps.map((step, at) => (at === place ? { ...step, ...part } : step)))
  const names = files.map((file) => file.name)
  const add = () => {
    const file = names[0] ?? ''
    const [key = '', column = key] = columnsOf(file)
    onChange([...steps, { file, key, column }])
  }
  return (
    <>
      {steps.map((step, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are told apart by their order
        <div className="look-up" key={place}>
          <span className="note">{t('imports.findIn')}</span>
          <NameSelect
            label={t('imports.findIn')}
            value={step.file}
            names={names}
            onChange={(file) => {
              const [key = '', column = key] = columnsOf(file)
              change(place, { file, key, column })
            }}
          />
          <span className="note">{t('imports.whose')}</span>
          <NameSelect
            label={t('imports.whose')}
            value={step.key}
            names={columnsOf(step.file)}
            onChange={(key) => change(place, { key })}
          />
          <span className="note">{t('imports.takes')}</span>
          <NameSelect
            label={t('imports.takes')}
            value={step.column}
            names={columnsOf(step.file)}
            onChange={(column) => change(place, { column })}
          />
          <IconButton
            icon="trash"
            label={t('imports.removeStep')}
            onClick={() => onChange(steps.filter((_, at) => at !== place))}
          />
        </div>
      ))}
      {steps.length < 5 && names.length > 0 && (
        <Button kind="link" onClick={add}>
          {t('imports.addStep')}
        </Button>
      )}
    </>
  )
}
