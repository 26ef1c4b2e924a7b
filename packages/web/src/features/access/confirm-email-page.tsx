import { getRouteApi, Link } from '@tanstack/react-router'
import { EmailConfirmed } from '@teia/contracts'
import { useState } from 'react'
import { queryClient } from '../../app/queries.ts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { Door } from './door.tsx'

const route = getRouteApi('/confirm-email')

/** Confirms a new address by a click: programs that open the links of a letter to check them change nothing. */
export function ConfirmEmailPage() {
  const { t, language } = useText()
  const { token } = route.useSearch()
  const [email, setEmail] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const confirm = async () => {
    setBusy(true)
    setError(null)
    try {
      const confirmed = await ask(EmailConfirmed, '/account/email/confirm', { token, language })
      queryClient.removeQueries({ queryKey: ['session'] })
      setEmail(confirmed.email)
    } catch (fault) {
      setError(fault)
    } finally {
      setBusy(false)
    }
  }
  if (email !== null)
    return (
      <Door title={t('access.confirmTitle')} deck={t('access.confirmed', { email })}>
        <p>
          <Link to="/">{t('errors.toPulse')}</Link>
        </p>
      </Door>
    )
  return (
    <Door title={t('access.confirmTitle')} deck={t('access.confirmDeck')}>
      {error !== null && <ErrorNotice error={error} />}
      <div className="buttons">
        <Button kind="primary" busy={busy} onClick={() => void confirm()}>
          {t('access.confirmAction')}
        </Button>
      </div>
    </Door>
  )
}
