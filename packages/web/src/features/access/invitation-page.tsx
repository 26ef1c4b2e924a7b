import { PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { InvitationView } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { get, send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'
import { Door } from './door.tsx'

const route = getRouteApi('/invitation')

function Form({ token, view }: { token: string; view: InvitationView }) {
  const { t } = useText()
  const router = useRouter()
  const say = useToast()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const accept = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await send('POST', '/invitations/accept', { token, name: name.trim() || view.email, password })
      say(t('access.joined', { workspace: view.workspaceName }))
      await router.navigate({ to: '/sign-in' })
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void accept(event)}>
      <TextInput label={t('access.email')} value={view.email} readOnly autoComplete="username" />
      {!view.userExists && (
        <TextInput
          label={t('access.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="name"
          required
        />
      )}
      <PasswordInput
        label={t('access.password')}
        description={view.userExists ? t('access.passwordYours') : t('access.passwordRule', { n: 10 })}
        autoComplete={view.userExists ? 'current-password' : 'new-password'}
        minLength={10}
        required
        value={password}
        visibilityToggleButtonProps={{ 'aria-label': t('access.showPassword') }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {error !== null && <ErrorNotice error={error} />}
      <Button kind="primary" type="submit" busy={busy}>
        {t('access.accept')}
      </Button>
    </form>
  )
}

/** Accepts an invitation that was handed over as a link. */
export function InvitationPage() {
  const { t } = useText()
  const { token } = route.useSearch()
  const { data, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => get(InvitationView, '/invitations/view', { query: { token }, signal }),
    retry: false,
  })
  const deck = data
    ? t('access.invitedAs', { workspace: data.workspaceName, role: t(`access.role_${data.role}`) })
    : error
      ? t('access.invitationGone')
      : t('common.loading')
  return (
    <Door title={t('access.invitation')} deck={deck}>
      {error ? (
        <ErrorNotice error={error} />
      ) : data ? (
        <Form token={token} view={data} />
      ) : (
        <Skeleton rows={4} height={48} />
      )}
    </Door>
  )
}
