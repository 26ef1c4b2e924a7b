import { TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ApiKey, ApiKeyCreated, ApiKeyPage, type Scope, scopes } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { ask, get, send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { Tag } from '../../ui/metric.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useCopy } from '../../ui/sql-dialog.tsx'
import { useToast } from '../../ui/toast.tsx'

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

function NewKeyDialog({ onClose }: { onClose: () => void }) {
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

function Keys({ keys, onRevoke }: { keys: ApiKey[]; onRevoke: ((key: ApiKey) => void) | null }) {
  const { t, format } = useText()
  const day = (time: string | null, none: string) =>
    time ? format.dayYear(time) : <span className="quiet">{none}</span>
  const columns: Column<ApiKey>[] = [
    {
      id: 'name',
      header: t('access.keyName'),
      value: (key) => key.name,
      cell: (key) => <b className="strong">{key.name}</b>,
    },
    {
      id: 'prefix',
      header: t('access.prefix'),
      value: (key) => key.prefix,
      cell: (key) => <span className="mono">{key.prefix}…</span>,
    },
    {
      id: 'scopes',
      header: t('access.scopes'),
      value: (key) => key.scopes.join(' '),
      cell: (key) => (
        <span className="tags">
          {key.scopes.slice(0, 4).map((scope) => (
            <Tag key={scope}>{scope}</Tag>
          ))}
          {key.scopes.length > 4 && <Tag tone="line">+{key.scopes.length - 4}</Tag>}
        </span>
      ),
    },
    { id: 'by', header: t('access.madeBy'), value: (key) => key.createdBy, cell: (key) => key.createdBy },
    {
      id: 'used',
      header: t('access.lastUsed'),
      num: true,
      value: (key) => key.lastUsedAt,
      cell: (key) => day(key.lastUsedAt, t('common.never')),
    },
    {
      id: 'expires',
      header: t('access.expires'),
      num: true,
      value: (key) => key.expiresAt,
      cell: (key) => day(key.expiresAt, t('common.never')),
    },
    {
      id: 'revoke',
      header: <span className="visually-hidden">{t('shell.menuLabel')}</span>,
      num: true,
      cell: (key) =>
        onRevoke && (
          <Button kind="link" onClick={() => onRevoke(key)}>
            {t('access.revoke')}
          </Button>
        ),
    },
  ]
  return (
    <DataTable
      label={t('shell.keys')}
      columns={columns}
      rows={keys}
      keyOf={(key) => key.id}
      csvName="teia-keys"
    />
  )
}

/** Secret keys for scripts and servers; each is shown once, when it is made. */
export function KeysPage() {
  const { t, rich } = useText()
  const may = useMay()
  const client = useQueryClient()
  const say = useToast()
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['keys'],
    queryFn: ({ signal }) => get(ApiKeyPage, '/keys', { signal }),
  })
  const revoke = async (key: ApiKey) => {
    await send('DELETE', `/keys/${encodeURIComponent(key.id)}`).then(
      () => say(t('access.keyRevoked', { name: key.name })),
      () => say(t('errors.unexpected'), 'bad'),
    )
    await client.invalidateQueries({ queryKey: ['keys'] })
  }
  const create = may.administer && (
    <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
      {t('access.newKey')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('shell.keys')}
        deck={
          <>
            {rich('access.keysDeck', { n: data?.items.length ?? 0 })}{' '}
            <a href="/docs">{t('shell.apiReference')}</a>
          </>
        }
        actions={create}
      />
      <div className="below-head">
        {error ? (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={5} />
        ) : data.items.length === 0 ? (
          <EmptyState title={t('access.noKeys')} action={create}>
            {t('access.noKeysText')}
          </EmptyState>
        ) : (
          <Keys keys={data.items} onRevoke={may.administer ? setRevoking : null} />
        )}
      </div>
      {making && <NewKeyDialog onClose={() => setMaking(false)} />}
      {revoking && (
        <ConfirmDialog
          title={t('access.revokeTitle', { name: revoking.name })}
          verb={t('access.revoke')}
          onClose={() => setRevoking(null)}
          onConfirm={() => revoke(revoking)}
        >
          {t('access.revokeText')}
        </ConfirmDialog>
      )}
    </>
  )
}
