import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ApiKey, ApiKeyPage } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { get, send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { ListPage } from '../../ui/list-page.tsx'
import { useToast } from '../../ui/toast.tsx'
import { Keys } from './keys-table.tsx'
import { NewKeyDialog } from './new-key-dialog.tsx'

/** Secret keys for scripts and servers; each is shown once, when it is made. */
export function KeysPage() {
  const { t, rich, words } = useText()
  const may = useMay()
  const client = useQueryClient()
  const say = useToast()
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const query = useQuery({
    queryKey: ['keys'],
    queryFn: ({ signal }) => get(ApiKeyPage, '/keys', { signal }),
  })
  const revoke = async (key: ApiKey) => {
    await send('DELETE', `/keys/${encodeURIComponent(key.id)}`).then(
      () => say(t('access.keyRevoked', { name: key.name })),
      (fault: unknown) => say(words(fault), 'bad'),
    )
    await client.invalidateQueries({ queryKey: ['keys'] })
  }
  const create = may('keys:write') && (
    <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
      {t('access.newKey')}
    </Button>
  )
  return (
    <>
      <ListPage
        title={t('shell.keys')}
        deck={
          <>
            {rich('access.keysDeck', { n: query.data?.items.length ?? 0 })}{' '}
            <a href="/docs">{t('shell.apiReference')}</a>
          </>
        }
        query={query}
        rows={5}
        create={create}
        emptyTitle={t('access.noKeys')}
        emptyText={t('access.noKeysText')}
      >
        {({ items }) => <Keys keys={items} onRevoke={may('keys:write') ? setRevoking : null} />}
      </ListPage>
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
