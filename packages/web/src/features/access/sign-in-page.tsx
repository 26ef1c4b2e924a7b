import { PasswordInput, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { setupQuery } from '../../app/queries.ts'
import { useText } from '../../i18n/text.tsx'
import { ApiError, send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { Door } from './door.tsx'

const route = getRouteApi('/sign-in')

/** Signs in by e-mail and password, and leads back to the view that was asked for. */
export function SignInPage() {
  const { t } = useText()
  const router = useRouter()
  const client = useQueryClient()
  const { to } = route.useSearch()
  const { data: setup } = useQuery(setupQuery)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const needsSetup = setup?.needsSetup === true
  useEffect(() => {
    if (needsSetup) void router.navigate({ to: '/setup' })
  }, [needsSetup, router])
  const signIn = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await send('POST', '/api/auth/sign-in/email', { email, password })
      client.removeQueries()
      router.history.push(to ?? '/')
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  const wrong = error instanceof ApiError && (error.status === 401 || error.status === 403)
  const demo = setup?.demo
  return (
    <Door title={t('access.signIn')} deck={t('access.signInDeck')}>
      {demo && (
        <div className="demo-note">
          <p>{t('access.demoText')}</p>
          <p className="mono">
            {demo.email} · {demo.password}
          </p>
          <div className="buttons">
            <Button
              onClick={() => {
                setEmail(demo.email)
                setPassword(demo.password)
              }}
            >
              {t('access.useDemo')}
            </Button>
          </div>
        </div>
      )}
      <form onSubmit={(event) => void signIn(event)}>
        <TextInput
          label={t('access.email')}
          type="email"
          name="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('access.password')}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          error={wrong ? t('access.wrong') : undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('access.showPassword') }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {error !== null && !wrong && <ErrorNotice error={error} />}
        <Button kind="primary" type="submit" busy={busy}>
          {t('access.signIn')}
        </Button>
        <p>
          <Link to="/forgotten-password">{t('access.forgot')}</Link>
        </p>
      </form>
    </Door>
  )
}
