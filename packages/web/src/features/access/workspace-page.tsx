import { NumberInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type Language, Workspace } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { languageNames } from '../../app/rail.tsx'
import { useMay, useSession } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { change } from '../../lib/api.ts'
import { Button, Switch } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useToast } from '../../ui/toast.tsx'
import { TimeZoneField } from './time-zone-field.tsx'

type Form = Pick<Workspace, 'name' | 'timeZone' | 'language' | 'currency' | 'sessionTimeoutMinutes'>

function WorkspaceForm({ start, locked }: { start: Form; locked: boolean }) {
  const { t } = useText()
  const client = useQueryClient()
  const say = useToast()
  const [form, setForm] = useState(start)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await change(Workspace, '/workspace', { ...form, currency: form.currency.toUpperCase() })
      await client.invalidateQueries()
      say(t('common.saved'))
    } catch (fault) {
      setError(fault)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void save(event)}>
      <fieldset className="form bare" disabled={locked}>
        <TextInput
          label={t('access.workspaceName')}
          required
          maxLength={120}
          value={form.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <TimeZoneField value={form.timeZone} onChange={(timeZone) => setForm({ ...form, timeZone })} />
        <div className="field">
          <span>{t('access.language')}</span>
          <Switch
            label={t('access.language')}
            value={form.language}
            options={(Object.keys(languageNames) as Language[]).map((value) => ({
              value,
              label: languageNames[value],
            }))}
            onChange={(language) => setForm({ ...form, language })}
          />
          <p className="hint">{t('access.languageHint')}</p>
        </div>
        <div className="form-pair">
          <TextInput
            label={t('access.currency')}
            required
            minLength={3}
            maxLength={3}
            value={form.currency}
            onChange={(event) => setForm({ ...form, currency: event.currentTarget.value })}
          />
          <NumberInput
            label={t('access.sessionTimeout')}
            min={1}
            max={1440}
            required
            hideControls
            value={form.sessionTimeoutMinutes}
            onChange={(value) => setForm({ ...form, sessionTimeoutMinutes: Number(value) || 30 })}
          />
        </div>
        <p className="hint">{t('access.sessionHint')}</p>
        {error !== null && <ErrorNotice error={error} />}
        {!locked && (
          <div className="buttons">
            <Button kind="primary" type="submit" busy={busy}>
              {t('common.save')}
            </Button>
          </div>
        )}
      </fieldset>
    </form>
  )
}

/** Name, time zone, language, currency and session pause of the workspace. */
export function WorkspacePage() {
  const { t } = useText()
  const { workspace } = useSession()
  const may = useMay()
  const { name, timeZone, language, currency, sessionTimeoutMinutes } = workspace
  return (
    <>
      <PageHeader
        title={t('shell.workspace')}
        deck={t(may.administer ? 'access.workspaceDeck' : 'access.onlyAdmins')}
      />
      <div className="below-head">
        <WorkspaceForm
          key={workspace.id}
          start={{ name, timeZone, language, currency, sessionTimeoutMinutes }}
          locked={!may.administer}
        />
      </div>
    </>
  )
}
