import type { ApiKey } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Tag } from '../../ui/metric.tsx'

/** The keys by name and beginning, with what they may and when they were used. */
export function Keys({ keys, onRevoke }: { keys: ApiKey[]; onRevoke: ((key: ApiKey) => void) | null }) {
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
