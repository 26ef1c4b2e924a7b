import { PasswordInput, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { SetupRequest } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'
import { Door } from './door.tsx'
import { TimeZoneField } from './time-zone-field.tsx'

const LEAST_PASSWORD = 10

/** First run: the first owner and the first workspace. */
export function SetupPage() {
  const { t, language } = useText()
  const router = useRouter()
  const say = useToast()
  const [form, setForm] = useState({
    name: '',
    email: '',
    password: '',
    workspaceName: '',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  })
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const field = (name: keyof typeof form) => ({
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setForm({ ...form, [name]: event.currentTarget.value }),
    required: true,
  })
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await send('POST', '/setup', SetupRequest.parse({ ...form, language }))
      say(t('access.setupDone'))
      await router.navigate({ to: '/sign-in' })
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  return (
    <Door title={t('access.setup')} deck={t('access.setupDeck')}>
      <form onSubmit={(event) => void save(event)}>
        <TextInput label={t('access.name')} autoComplete="name" {...field('name')} />
        <TextInput label={t('access.email')} type="email" autoComplete="username" {...field('email')} />
        <PasswordInput
          label={t('access.password')}
          description={t('access.passwordRule', { n: LEAST_PASSWORD })}
          autoComplete="new-password"
          minLength={LEAST_PASSWORD}
          visibilityToggleButtonProps={{ 'aria-label': t('access.showPassword') }}
          {...field('password')}
        />
        <TextInput label={t('access.workspaceName')} {...field('workspaceName')} />
        <TimeZoneField value={form.timeZone} onChange={(timeZone) => setForm({ ...form, timeZone })} />
        {error !== null && <ErrorNotice error={error} />}
        <Button kind="primary" type="submit" busy={busy}>
          {t('access.setupAction')}
        </Button>
      </form>
    </Door>
  )
}
