import { Textarea, TextInput } from '@mantine/core'
import { externalReadings } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Section } from '../../ui/page-header.tsx'
import { useKindName } from './identity-words.ts'
import { kindsOf, type RulesForm, ruleOf, typesOf, withRule } from './rules-form.ts'

type Props = { form: RulesForm; onChange: (form: RulesForm) => void }

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Keeps what is being typed as it is typed; the list goes without empty lines. */
function Lines(props: {
  label: string
  hint?: string
  lines: string[]
  onChange: (lines: string[]) => void
}) {
  const [text, setText] = useState(props.lines.join('\n'))
  return (
    <Textarea
      label={props.label}
      description={props.hint}
      rows={5}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        props.onChange(linesOf(event.currentTarget.value))
      }}
    />
  )
}

export function BlockedFields({ form, onChange }: Props) {
  const { t } = useText()
  const kindName = useKindName()
  return (
    <Section title={t('identity.blockedTitle')} note={t('identity.blockedHint')}>
      <div className="blocked-grid">
        <Lines
          label={t('identity.blockedAll')}
          lines={form.blocked}
          onChange={(blocked) => onChange({ ...form, blocked })}
        />
        {kindsOf(form).map((kind) => (
          <Lines
            key={kind}
            label={t('identity.blockedOf', { kind: kindName(kind) })}
            lines={ruleOf(form, kind).blocked}
            onChange={(blocked) => onChange(withRule(form, kind, { blocked }))}
          />
        ))}
      </div>
    </Section>
  )
}

export function ReadingFields({ form, onChange }: Props) {
  const { t } = useText()
  const choice = (field: 'ignoreTag' | 'ignoreDots') => (
    <label className="check">
      <input
        type="checkbox"
        checked={form.email[field]}
        onChange={(event) =>
          onChange({ ...form, email: { ...form.email, [field]: event.currentTarget.checked } })
        }
      />
      {t(`identity.${field}`)}
    </label>
  )
  return (
    <Section title={t('identity.reading')} note={t('identity.readingHint')}>
      <div className="form">
        <TextInput
          label={t('identity.country')}
          description={t('identity.countryHint')}
          maxLength={2}
          pattern="[A-Za-z]{2}"
          value={form.defaultCountry ?? ''}
          onChange={(event) => {
            const country = event.currentTarget.value.toUpperCase()
            onChange({ ...form, defaultCountry: country === '' ? null : country })
          }}
        />
        {choice('ignoreTag')}
        {choice('ignoreDots')}
        {typesOf(form).map((type) => (
          <label key={type} className="field">
            <span>{t('identity.readingOf', { type })}</span>
            <select
              className="input"
              value={form.externalTypes[type]?.read ?? 'as_is'}
              onChange={(event) => {
                const read = externalReadings.find((one) => one === event.target.value)
                onChange(withRule(form, `external:${type}`, { read }))
              }}
            >
              {externalReadings.map((value) => (
                <option key={value} value={value}>
                  {t(`identity.read_${value}`)}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
    </Section>
  )
}
