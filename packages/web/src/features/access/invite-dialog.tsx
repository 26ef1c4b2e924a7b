import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { InvitationCreated, type Role } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { RoleSelect } from './role-select.tsx'

/** The link of an invitation, to be handed over. It is shown this once. */
export function InvitationLink({ url, until }: { url: string; until: string }) {
  const { t, format } = useText()
  const copy = useCopy()
  return (
    <>
      <p className="quiet">{t('access.handOver', { day: format.dayYear(until) })}</p>
      <div className="secret" style={{ marginTop: 10 }}>
        <code>{url}</code>
        <Button icon="copy" onClick={() => void copy(url)}>
          {t('common.copy')}
        </Button>
      </div>
    </>
  )
}

/** Invites somebody: by e-mail where this Teia sends any, else by a link. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('analyst')
  const [made, setMade] = useState<InvitationCreated | null>(null)
  const [error, setError] = useState<unknown>(null)
  const invite = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    try {
      setMade(await ask(InvitationCreated, '/invitations', { email, role }))
      await client.invalidateQueries({ queryKey: ['invitations'] })
    } catch (fault) {
      setError(fault)
    }
  }
  if (made)
    return (
      <Dialog title={t('access.invited', { email: made.email })} onClose={onClose} width={560}>
        {made.acceptUrl === null ? (
          <>
            <p className="quiet">{t('access.mailed', { email: made.email })}</p>
            <div className="buttons end">
              <Button kind="primary" onClick={onClose}>
                {t('common.close')}
              </Button>
            </div>
          </>
        ) : (
          <InvitationLink url={made.acceptUrl} until={made.expiresAt} />
        )}
      </Dialog>
    )
  return (
    <Dialog title={t('access.invite')} onClose={onClose}>
      <form className="form" onSubmit={(event) => void invite(event)}>
        <TextInput
          label={t('access.email')}
          type="email"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          data-autofocus
        />
        <div className="field">
          <span>{t('access.role')}</span>
          <RoleSelect label={t('access.role')} value={role} onChange={setRole} />
          <p className="hint">{t(`access.roleHint_${role}`)}</p>
        </div>
        {error !== null && <ErrorNotice error={error} />}
        <div className="buttons end">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit">
            {t('access.inviteAction')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
