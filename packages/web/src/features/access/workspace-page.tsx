import { NumberInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type Language, Workspace } from '@teia/contracts'
import { useState } from 'react'
import { languageNames } from '../../app/rail.tsx'
import { useMay, useSession } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { change } from '../../lib/api.ts'
import { Switch } from '../../ui/button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { SaveForm } from '../../ui/save-form.tsx'
import { TimeZoneField } from './time-zone-field.tsx'

type Form = Pick<Workspace, 'name' | 'timeZone' | 'language' | 'currency' | 'sessionTimeoutMinutes'>

function WorkspaceForm({ start, locked }: { start: Form; locked: boolean }) {
  const { t } = useText()
  const client = useQueryClient()
  const [form, setForm] = useState(start)
  const save = async () => {
    await change(Workspace, '/workspace', { ...form, currency: form.currency.toUpperCase() })
    await client.invalidateQueries()
  }
  return (
    <SaveForm className="form" locked={locked} onSave={save}>
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
    </SaveForm>
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
        deck={t(may('workspace:write') ? 'access.workspaceDeck' : 'access.onlyAdmins')}
      />
      <div className="below-head">
        <WorkspaceForm
          key={workspace.id}
          start={{ name, timeZone, language, currency, sessionTimeoutMinutes }}
          locked={!may('workspace:write')}
        />
      </div>
    </>
  )
}
