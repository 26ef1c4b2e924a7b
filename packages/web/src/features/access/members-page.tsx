import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type Member, MemberPage, type Role } from '@teia/contracts'
import { useState } from 'react'
import { useMay, useSession } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { get, send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Avatar } from '../../ui/people-list.tsx'
import { useToast } from '../../ui/toast.tsx'
import { Invitations } from './invitations.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { RoleSelect } from './role-select.tsx'

function useMemberWrites() {
  const { t, words } = useText()
  const client = useQueryClient()
  const say = useToast()
  const write = async (call: () => Promise<void>, done: string) => {
    try {
      await call()
      say(done)
    } catch (fault) {
      say(words(fault), 'bad')
    }
    await client.invalidateQueries({ queryKey: ['members'] })
  }
  return {
    setRole: (member: Member, role: Role) =>
      write(() => send('PATCH', `/members/${encodeURIComponent(member.id)}`, { role }), t('common.saved')),
    remove: (member: Member) =>
      write(
        () => send('DELETE', `/members/${encodeURIComponent(member.id)}`),
        t('access.removed', { name: member.name }),
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
  const { t, rich } = useText()
  const may = useMay()
  const writes = useMemberWrites()
  const [inviting, setInviting] = useState(false)
  const [leaving, setLeaving] = useState<Member | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['members'],
    queryFn: ({ signal }) => get(MemberPage, '/members', { signal }),
  })
  return (
    <>
      <PageHeader
        title={t('shell.members')}
        deck={data && rich('access.membersDeck', { n: data.items.length })}
        actions={
          may('members:write') && (
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
          <Members members={data.items} administer={may('members:write')} onRemove={setLeaving} />
        )}
      </div>
      {may('members:write') && <Invitations />}
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
