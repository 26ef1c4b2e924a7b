import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { setupQuery } from '../../app/queries.ts'
import { useText } from '../../i18n/text.tsx'
import { send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { Door } from './door.tsx'

/** Has a link for a new password mailed. Says the same whether or not the address has an account. */
export function ForgottenPasswordPage() {
  const { t, language } = useText()
  const { data: setup } = useQuery(setupQuery)
  const [email, setEmail] = useState('')
  const [sentTo, setSentTo] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const ask = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await send('POST', '/account/password/forgotten', { email, language })
      setSentTo(email)
    } catch (fault) {
      setError(fault)
    } finally {
      setBusy(false)
    }
  }
  const back = (
    <p>
      <Link to="/sign-in">{t('access.backToSignIn')}</Link>
    </p>
  )
  if (setup?.sendsMail === false)
    return (
      <Door title={t('access.forgotTitle')} deck={t('access.forgotNoMail')}>
        {back}
      </Door>
    )
  if (sentTo !== null)
    return (
      <Door title={t('access.forgotTitle')} deck={t('access.forgotSent', { email: sentTo })}>
        {back}
      </Door>
    )
  return (
    <Door title={t('access.forgotTitle')} deck={t('access.forgotDeck')}>
      <form onSubmit={(event) => void ask(event)}>
        <TextInput
          label={t('access.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        {error !== null && <ErrorNotice error={error} />}
        <Button kind="primary" type="submit" busy={busy}>
          {t('access.forgotAction')}
        </Button>
        {back}
      </form>
    </Door>
  )
}
