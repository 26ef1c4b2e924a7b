import { NumberInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Source, type SourceSettings } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { change } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { useToast } from '../../ui/toast.tsx'

const choices = {
  ip: ['truncate', 'keep', 'drop'],
  privacySignal: ['drop_identifiers', 'refuse', 'ignore'],
  bots: ['flag', 'refuse'],
  internalTraffic: ['flag', 'refuse'],
  trackingPlan: ['off', 'flag', 'refuse'],
} as const
type Field = keyof typeof choices

function Choices<F extends Field>({
  field,
  value,
  onChange,
}: {
  field: F
  value: SourceSettings[F]
  onChange: (value: SourceSettings[F]) => void
}) {
  const { t, maybe } = useText()
  return (
    <fieldset className="bare">
      <legend>{t(`sources.set_${field}`)}</legend>
      <p className="hint">{t(`sources.setHint_${field}`)}</p>
      <div className="choice-rows">
        {choices[field].map((option) => (
          <label key={option}>
            <input
              type="radio"
              name={field}
              checked={option === value}
              onChange={() => onChange(option as SourceSettings[F])}
            />
            <span>{maybe(`sources.set_${field}_${option}`, option)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

const linesOf = (text: string) =>
  text
    .split(/[\n,;]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

function SettingsForm({ source, locked }: { source: Source; locked: boolean }) {
  const { t } = useText()
  const client = useQueryClient()
  const say = useToast()
  const [name, setName] = useState(source.name)
  const [settings, setSettings] = useState(source.settings)
  const [networks, setNetworks] = useState(source.settings.internalNetworks.join('\n'))
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const set =
    <F extends Field>(field: F) =>
    (value: SourceSettings[F]) =>
      setSettings({ ...settings, [field]: value })
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const body = { name, settings: { ...settings, internalNetworks: linesOf(networks) } }
      await change(Source, `/sources/${encodeURIComponent(source.id)}`, body)
      await client.invalidateQueries({ queryKey: ['sources'] })
      say(t('common.saved'))
    } catch (fault) {
      setError(fault)
    } finally {
      setBusy(false)
    }
  }
  const field = (which: Field) => <Choices field={which} value={settings[which]} onChange={set(which)} />
  return (
    <form onSubmit={(event) => void save(event)}>
      <fieldset className="bare" disabled={locked}>
        <div className="two-columns">
          <Section title={t('sources.settingsWho')}>
            <div className="stack">
              <TextInput
                label={t('sources.name')}
                required
                maxLength={120}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              {field('bots')}
              <div className="field">
                <label htmlFor="internal-networks">{t('sources.internalNetworks')}</label>
                <p className="hint">{t('sources.internalNetworksHint')}</p>
                <textarea
                  id="internal-networks"
                  className="input mono"
                  rows={4}
                  value={networks}
                  placeholder={'192.0.2.0/24\n2001:db8::/32'}
                  onChange={(event) => setNetworks(event.target.value)}
                />
              </div>
              {field('internalTraffic')}
              {field('trackingPlan')}
            </div>
          </Section>
          <Section title={t('sources.settingsPrivacy')}>
            <div className="stack">
              {field('ip')}
              {field('privacySignal')}
              <div className="field">
                <NumberInput
                  label={t('sources.consentDays')}
                  description={t('sources.consentDaysHint')}
                  min={1}
                  max={3650}
                  hideControls
                  allowDecimal={false}
                  placeholder={t('sources.consentNever')}
                  value={settings.consentDays ?? ''}
                  onChange={(value) =>
                    setSettings({ ...settings, consentDays: value === '' ? null : Number(value) || null })
                  }
                />
              </div>
            </div>
          </Section>
        </div>
        {error !== null && <ErrorNotice error={error} />}
        {!locked && (
          <div className="buttons" style={{ marginTop: 16 }}>
            <Button kind="primary" type="submit" busy={busy}>
              {t('common.save')}
            </Button>
          </div>
        )}
      </fieldset>
    </form>
  )
}

/** What a source keeps of a visitor, and what it does with robots, own staff and events against the plan. */
export function SettingsTab({ source }: { source: Source }) {
  const may = useMay()
  return <SettingsForm source={source} locked={!may('sources:write')} />
}
