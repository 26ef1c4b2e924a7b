import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { ApiKeyCreated, type Scope, scopes } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { useCopy } from '../../ui/use-copy.ts'

const usual: readonly Scope[] = [
  'people:read',
  'questions:read',
  'sources:read',
  'touchpoints:read',
  'workspace:read',
]

function Made({ made, onClose }: { made: ApiKeyCreated; onClose: () => void }) {
  const { t } = useText()
  const copy = useCopy()
  return (
    <Dialog title={t('access.keyMade', { name: made.name })} onClose={onClose} width={560}>
      <p className="quiet">{t('access.keyOnce')}</p>
      <div className="secret" style={{ marginTop: 10 }}>
        <code>{made.key}</code>
        <Button icon="copy" onClick={() => void copy(made.key)}>
          {t('common.copy')}
        </Button>
      </div>
      <div className="buttons end">
        <Button kind="primary" onClick={onClose}>
          {t('access.keyKept')}
        </Button>
      </div>
    </Dialog>
  )
}

function ScopeChecks({
  chosen,
  onChange,
}: {
  chosen: ReadonlySet<Scope>
  onChange: (chosen: ReadonlySet<Scope>) => void
}) {
  const { t } = useText()
  const toggle = (scope: Scope) => {
    const next = new Set(chosen)
    if (!next.delete(scope)) next.add(scope)
    onChange(next)
  }
  return (
    <fieldset className="bare">
      <legend>{t('access.scopes')}</legend>
      <div className="scope-grid">
        {scopes.map((scope) => (
          <label key={scope} className="check">
            <input type="checkbox" checked={chosen.has(scope)} onChange={() => toggle(scope)} />
            <span className="mono">{scope}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Makes a secret key with chosen rights, and shows it once. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [until, setUntil] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<Scope>>(new Set(usual))
  const [made, setMade] = useState<ApiKeyCreated | null>(null)
  const [error, setError] = useState<unknown>(null)
  const create = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    try {
      const body = {
        name,
        kind: 'secret',
        scopes: [...chosen],
        ...(until ? { expiresAt: new Date(`${until}T23:59:59`).toISOString() } : {}),
      }
      setMade(await ask(ApiKeyCreated, '/keys', body))
      await client.invalidateQueries({ queryKey: ['keys'] })
    } catch (fault) {
      setError(fault)
    }
  }
  if (made) return <Made made={made} onClose={onClose} />
  return (
    <Dialog title={t('access.newKey')} onClose={onClose} width={520}>
      <form className="form" onSubmit={(event) => void create(event)}>
        <TextInput
          label={t('access.keyName')}
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
          placeholder={t('access.keyPlaceholder')}
        />
        <ScopeChecks chosen={chosen} onChange={setChosen} />
        <TextInput
          label={t('access.expires')}
          type="date"
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
          description={t('access.expiresHint')}
        />
        {error !== null && <ErrorNotice error={error} />}
        <div className="buttons end">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" disabled={name.trim() === '' || chosen.size === 0}>
            {t('access.createKey')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
