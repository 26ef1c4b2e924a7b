import { PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { setupQuery } from '../../app/queries.ts'
import { useSession } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { ApiError, send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'

function EmailForm() {
  const { t, language } = useText()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [sentTo, setSentTo] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const wrong = error instanceof ApiError && error.code === 'wrong_password'
  const change = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    setSentTo(null)
    try {
      await send('POST', '/account/email', { email, password, language })
      setSentTo(email)
      setPassword('')
    } catch (fault) {
      setError(fault)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="form" onSubmit={(event) => void change(event)}>
      <TextInput
        label={t('access.newEmail')}
        type="email"
        autoComplete="email"
        required
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('access.passwordNow')}
        autoComplete="current-password"
        required
        value={password}
        error={wrong ? t('errors.wrong_password') : undefined}
        visibilityToggleButtonProps={{ 'aria-label': t('access.showPassword') }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {error !== null && !wrong && <ErrorNotice error={error} />}
      {sentTo !== null && <p role="status">{t('access.changeEmailSent', { email: sentTo })}</p>}
      <div className="buttons">
        <Button kind="primary" type="submit" busy={busy}>
          {t('access.changeEmailAction')}
        </Button>
      </div>
    </form>
  )
}

/** One's own account: the address to sign in with. */
export function AccountPage() {
  const { t } = useText()
  const { user } = useSession()
  const { data: setup } = useQuery(setupQuery)
  return (
    <>
      <PageHeader title={t('shell.account')} deck={t('access.accountDeck')} />
      <Section
        className="below-head"
        title={t('access.changeEmail')}
        note={t('access.currentEmail', { email: user.email })}
      >
        {!setup ? (
          <Skeleton rows={3} height={48} />
        ) : setup.sendsMail ? (
          <EmailForm />
        ) : (
          <p className="quiet">{t('access.changeEmailNoMail')}</p>
        )}
      </Section>
    </>
  )
}
