import { PasswordInput } from '@mantine/core'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { send } from '../../lib/api.ts'
import { SaveForm } from '../../ui/save-form.tsx'
import { Door } from './door.tsx'

const route = getRouteApi('/new-password')
const LEAST_PASSWORD = 10

/** Sets a new password by the link that was mailed. */
export function NewPasswordPage() {
  const { t } = useText()
  const router = useRouter()
  const { token } = route.useSearch()
  const [password, setPassword] = useState('')
  const save = async () => {
    await send('POST', '/account/password', { token, password })
    await router.navigate({ to: '/sign-in' })
  }
  return (
    <Door title={t('access.forgotTitle')} deck={t('access.newPasswordDeck')}>
      <SaveForm
        className="form"
        verb={t('access.newPasswordAction')}
        said={t('access.newPasswordDone')}
        otherwise={
          <p>
            <Link to="/forgotten-password">{t('access.forgot')}</Link>
          </p>
        }
        onSave={save}
      >
        <PasswordInput
          label={t('access.newPassword')}
          description={t('access.passwordRule', { n: LEAST_PASSWORD })}
          autoComplete="new-password"
          minLength={LEAST_PASSWORD}
          required
          value={password}
          visibilityToggleButtonProps={{ 'aria-label': t('access.showPassword') }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </SaveForm>
    </Door>
  )
}
