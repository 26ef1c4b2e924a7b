import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type Invitation, InvitationCreated, InvitationPage } from '@teia/contracts'
import { useState } from 'react'
import { setupQuery } from '../../app/queries.ts'
import { type MessageKey, useText } from '../../i18n/text.tsx'
import { ask, get, send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Section } from '../../ui/page-header.tsx'
import { useToast } from '../../ui/toast.tsx'
import { InvitationLink } from './invite-dialog.tsx'

/** How far the letter of an invitation got, with the words of the mail server when it did not arrive. */
function DeliveryNote({ delivery }: { delivery: Invitation['delivery'] }) {
  const { t, told } = useText()
  const { state } = delivery
  const reason = delivery.reason && told(delivery.faults, delivery.reason)
  if (state === 'failed')
    return (
      <span className="bad-text with-icon" title={reason ?? undefined}>
        <Icon name="bad" />
        {t('access.delivery_failed')}
        {reason && <span className="note">{reason}</span>}
      </span>
    )
  const isLate = state === 'waiting' && reason !== null
  const key: MessageKey = isLate ? 'access.deliveryRetry' : `access.delivery_${state}`
  return (
    <span className="note" title={reason ?? undefined}>
      {t(key)}
    </span>
  )
}

function useInvitationWrites(onLink: (made: InvitationCreated) => void) {
  const { t, words } = useText()
  const client = useQueryClient()
  const say = useToast()
  const write = async (call: () => Promise<string | null>) => {
    try {
      const done = await call()
      if (done !== null) say(done)
    } catch (fault) {
      say(words(fault), 'bad')
    }
    await client.invalidateQueries({ queryKey: ['invitations'] })
  }
  const path = (invitation: Invitation) => `/invitations/${encodeURIComponent(invitation.id)}`
  const renew = (invitation: Invitation, by: 'e-mail' | 'link') =>
    ask(InvitationCreated, `${path(invitation)}/renew`, { by })
  return {
    revoke: (invitation: Invitation) =>
      write(async () => {
        await send('DELETE', path(invitation))
        return t('access.revoked', { email: invitation.email })
      }),
    resend: (invitation: Invitation) =>
      write(async () => {
        await renew(invitation, 'e-mail')
        return t('access.resent', { email: invitation.email })
      }),
    makeLink: (invitation: Invitation) =>
      write(async () => {
        onLink(await renew(invitation, 'link'))
        return null
      }),
  }
}

/** Who was invited and has not come yet, and whether the letter arrived. */
export function Invitations() {
  const { t, format } = useText()
  const [made, setMade] = useState<InvitationCreated | null>(null)
  const writes = useInvitationWrites(setMade)
  const { data: setup } = useQuery(setupQuery)
  const { data } = useQuery({
    queryKey: ['invitations'],
    queryFn: ({ signal }) => get(InvitationPage, '/invitations', { signal }),
    // A letter on its way arrives within seconds, or is found to be in trouble.
    refetchInterval: (query) =>
      query.state.data?.items.some((one) => one.delivery.state === 'waiting') ? 3000 : false,
  })
  if (!data || data.items.length === 0) return null
  return (
    <Section className="below" title={t('access.invitations')} note={t('access.invitationsNote')}>
      <ul className="rows lined wrapped">
        {data.items.map((invitation) => (
          <li key={invitation.id}>
            <span className="grow">{invitation.email}</span>
            <DeliveryNote delivery={invitation.delivery} />
            <span>{t(`access.role_${invitation.role}`)}</span>
            <span className="note">{t('access.until', { day: format.dayYear(invitation.expiresAt) })}</span>
            {setup?.sendsMail && (
              <Button kind="link" onClick={() => void writes.resend(invitation)}>
                {t('access.resend')}
              </Button>
            )}
            <Button kind="link" onClick={() => void writes.makeLink(invitation)}>
              {t('access.newLink')}
            </Button>
            <Button kind="link" onClick={() => void writes.revoke(invitation)}>
              {t('access.revoke')}
            </Button>
          </li>
        ))}
      </ul>
      {made?.acceptUrl && (
        <Dialog title={t('access.invited', { email: made.email })} onClose={() => setMade(null)} width={560}>
          <InvitationLink url={made.acceptUrl} until={made.expiresAt} />
        </Dialog>
      )}
    </Section>
  )
}
