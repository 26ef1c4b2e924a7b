import { TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type Invitation,
  InvitationCreated,
  InvitationPage as Invitations,
  type Member,
  MemberPage,
  Role,
  roles,
} from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useMay, useSession } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { ask, get, send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { Avatar } from '../../ui/people-list.tsx'
import { useCopy } from '../../ui/sql-dialog.tsx'
import { useToast } from '../../ui/toast.tsx'

function RoleSelect({
  label,
  value,
  onChange,
}: {
  label: string
  value: Role
  onChange: (role: Role) => void
}) {
  const { t } = useText()
  return (
    <select
      className="input"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(Role.parse(event.target.value))}
    >
      {roles.map((role) => (
        <option key={role} value={role}>
          {t(`access.role_${role}`)}
        </option>
      ))}
    </select>
  )
}

function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t, format } = useText()
  const client = useQueryClient()
  const copy = useCopy()
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
        <p className="quiet">{t('access.handOver', { day: format.dayYear(made.expiresAt) })}</p>
        <div className="secret" style={{ marginTop: 10 }}>
          <code>{made.acceptUrl}</code>
          <Button icon="copy" onClick={() => void copy(made.acceptUrl)}>
            {t('common.copy')}
          </Button>
        </div>
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

function useMemberWrites() {
  const { t } = useText()
  const client = useQueryClient()
  const say = useToast()
  const write = async (call: () => Promise<void>, done: string) => {
    try {
      await call()
      say(done)
    } catch (fault) {
      say(fault instanceof Error ? fault.message : t('errors.unexpected'), 'bad')
    }
    await client.invalidateQueries({ queryKey: ['members'] })
    await client.invalidateQueries({ queryKey: ['invitations'] })
  }
  return {
    setRole: (member: Member, role: Role) =>
      write(() => send('PATCH', `/members/${encodeURIComponent(member.id)}`, { role }), t('common.saved')),
    remove: (member: Member) =>
      write(
        () => send('DELETE', `/members/${encodeURIComponent(member.id)}`),
        t('access.removed', { name: member.name }),
      ),
    revoke: (invitation: Invitation) =>
      write(
        () => send('DELETE', `/invitations/${encodeURIComponent(invitation.id)}`),
        t('access.revoked', { email: invitation.email }),
      ),
  }
}

function Members({
  members,
  administer,
  onRemove,
}: {
  members: Member[]
  administer: boolean
  onRemove: (member: Member) => void
}) {
  const { t, format } = useText()
  const { user } = useSession()
  const writes = useMemberWrites()
  const columns: Column<Member>[] = [
    {
      id: 'name',
      header: t('access.name'),
      value: (member) => member.name,
      cell: (member) => (
        <span className="with-icon">
          <Avatar person={{ name: member.name, isKnown: true }} />
          {member.name}
          {member.userId === user.id && <span className="note">{t('access.you')}</span>}
        </span>
      ),
    },
    {
      id: 'email',
      header: t('access.email'),
      value: (member) => member.email,
      cell: (member) => member.email,
    },
    {
      id: 'role',
      header: t('access.role'),
      value: (member) => member.role,
      cell: (member) =>
        administer && member.userId !== user.id ? (
          <RoleSelect
            label={t('access.roleOf', { name: member.name })}
            value={member.role}
            onChange={(role) => void writes.setRole(member, role)}
          />
        ) : (
          t(`access.role_${member.role}`)
        ),
    },
    {
      id: 'joined',
      header: t('access.joinedAt'),
      num: true,
      value: (member) => member.joinedAt,
      cell: (member) => <span className="quiet">{format.dayYear(member.joinedAt)}</span>,
    },
    {
      id: 'remove',
      header: <span className="visually-hidden">{t('shell.menuLabel')}</span>,
      num: true,
      cell: (member) =>
        administer && member.userId !== user.id ? (
          <Button kind="link" onClick={() => onRemove(member)}>
            {t('common.remove')}
          </Button>
        ) : null,
    },
  ]
  return (
    <DataTable
      label={t('shell.members')}
      columns={columns}
      rows={members}
      keyOf={(member) => member.id}
      csvName="teia-members"
    />
  )
}

/** Who works in this workspace, with which role, and who was invited. */
export function MembersPage() {
  const { t, rich, format } = useText()
  const may = useMay()
  const writes = useMemberWrites()
  const [inviting, setInviting] = useState(false)
  const [leaving, setLeaving] = useState<Member | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['members'],
    queryFn: ({ signal }) => get(MemberPage, '/members', { signal }),
  })
  const { data: invitations } = useQuery({
    queryKey: ['invitations'],
    queryFn: ({ signal }) => get(Invitations, '/invitations', { signal }),
    enabled: may.administer,
  })
  return (
    <>
      <PageHeader
        title={t('shell.members')}
        deck={data && rich('access.membersDeck', { n: data.items.length })}
        actions={
          may.administer && (
            <Button kind="primary" icon="plus" onClick={() => setInviting(true)}>
              {t('access.invite')}
            </Button>
          )
        }
      />
      <div className="below-head">
        {error ? (
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={5} />
        ) : (
          <Members members={data.items} administer={may.administer} onRemove={setLeaving} />
        )}
      </div>
      {invitations && invitations.items.length > 0 && (
        <Section className="below" title={t('access.invitations')} note={t('access.invitationsNote')}>
          <ul className="rows lined">
            {invitations.items.map((invitation) => (
              <li key={invitation.id}>
                <span className="grow">{invitation.email}</span>
                <span>{t(`access.role_${invitation.role}`)}</span>
                <span className="note">
                  {t('access.until', { day: format.dayYear(invitation.expiresAt) })}
                </span>
                <Button kind="link" onClick={() => void writes.revoke(invitation)}>
                  {t('access.revoke')}
                </Button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {leaving && (
        <ConfirmDialog
          title={t('access.removeTitle', { name: leaving.name })}
          verb={t('common.remove')}
          onClose={() => setLeaving(null)}
          onConfirm={() => writes.remove(leaving)}
        >
          {t('access.removeText')}
        </ConfirmDialog>
      )}
    </>
  )
}
