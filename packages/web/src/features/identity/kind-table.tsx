import { NumberInput, TextInput } from '@mantine/core'
import { ExternalType } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Button, IconButton, Switch } from '../../ui/button.tsx'
import { Section } from '../../ui/page-header.tsx'
import { useKindName } from './identity-words.ts'
import { kindsOf, type RulesForm, ruleOf, withoutType, withRule, withType } from './rules-form.ts'

type Props = { form: RulesForm; locked: boolean; onChange: (form: RulesForm) => void }

const numbers = [
  { field: 'priority', most: 1_000, least: 1 },
  { field: 'limit', most: 10_000, least: 1 },
  { field: 'sharedAfter', most: 100_000, least: 2 },
] as const

function KindRow({ form, kind, locked, onChange }: Props & { kind: string }) {
  const { t } = useText()
  const name = useKindName()(kind)
  const rule = ruleOf(form, kind)
  const isType = kind.startsWith('external:')
  return (
    <tr>
      <th scope="row" className={isType ? 'mono' : undefined}>
        {name}
      </th>
      <td>
        <Switch
          label={`${t('identity.use')}: ${name}`}
          value={rule.use}
          options={(['join', 'show'] as const).map((value) => ({ value, label: t(`identity.use_${value}`) }))}
          onChange={(use) => onChange(withRule(form, kind, { use }))}
        />
      </td>
      {numbers.map(({ field, most, least }) => (
        <td key={field} className="num">
          <NumberInput
            aria-label={`${t(`identity.${field}`)}: ${name}`}
            min={least}
            max={most}
            required
            hideControls
            allowDecimal={false}
            value={rule[field]}
            onChange={(value) => onChange(withRule(form, kind, { [field]: Number(value) || least }))}
          />
        </td>
      ))}
      <td className="num">
        {isType && !locked && (
          <IconButton
            icon="close"
            label={t('identity.removeType', { type: name })}
            onClick={() => onChange(withoutType(form, name))}
          />
        )}
      </td>
    </tr>
  )
}

/** A type of external ids that gets rules of its own. */
function NewType({ form, onChange }: Omit<Props, 'locked'>) {
  const { t } = useText()
  const [type, setType] = useState('')
  const wanted = type.trim()
  const isKnown = Object.hasOwn(form.externalTypes, wanted)
  const isSound = ExternalType.safeParse(wanted).success
  const add = () => {
    if (!isSound || isKnown) return
    onChange(withType(form, wanted))
    setType('')
  }
  const fault =
    wanted === '' ? null : isKnown ? 'identity.typeKnown' : isSound ? null : 'identity.typeUnsound'
  return (
    <div className="new-type">
      <TextInput
        label={t('identity.newType')}
        description={t('identity.newTypeHint', { other: t('identity.kind_external') })}
        placeholder="crm_id"
        value={type}
        error={fault && t(fault)}
        onChange={(event) => setType(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          add()
        }}
      />
      <Button icon="plus" disabled={!isSound || isKnown} onClick={add}>
        {t('identity.addType')}
      </Button>
    </div>
  )
}

/** One row a kind: whether it joins, in which order, how many a person may have, from when it is shared. */
export function KindTable({ form, locked, onChange }: Props) {
  const { t } = useText()
  return (
    <Section title={t('identity.rulesTable')} note={t('identity.rulesNote')}>
      <div className="scroll">
        <table className="table rules-table">
          <thead>
            <tr>
              <th>{t('identity.kind')}</th>
              <th>{t('identity.use')}</th>
              {numbers.map(({ field }) => (
                <th key={field} className="num">
                  {t(`identity.${field}`)}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {kindsOf(form).map((kind) => (
              <KindRow key={kind} form={form} kind={kind} locked={locked} onChange={onChange} />
            ))}
          </tbody>
        </table>
      </div>
      {!locked && <NewType form={form} onChange={onChange} />}
    </Section>
  )
}
