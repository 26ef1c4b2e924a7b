import { useQuery } from '@tanstack/react-query'
import type { Task } from '@teia/contracts'
import { useMay, useSession } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { type Choice, ChoicePick } from '../../ui/pick.tsx'
import { membersQuery } from './task-queries.ts'

/** Everybody who may do a task, oneself first. */
export function useMembers(): readonly { value: string; label: string }[] {
  const { t } = useText()
  const { user } = useSession()
  const mayRead = useMay()('members:read')
  const { data } = useQuery({ ...membersQuery, enabled: mayRead })
  const others = (data?.items ?? []).filter((member) => member.userId !== user.id)
  return [
    { value: user.id, label: t('tasks.you', { name: user.name }) },
    ...others.map((member) => ({ value: member.userId, label: member.name })),
  ]
}

/** Who does a task; another can be chosen in place. `onGive` hears an id, or null for nobody. */
export function AssigneePick({ task, onGive }: { task: Task; onGive: (userId: string | null) => void }) {
  const { t } = useText()
  const members = useMembers()
  const { assignee } = task
  const left: Choice<string>[] =
    assignee && !members.some((member) => member.value === assignee.userId)
      ? [{ value: assignee.userId, label: assignee.name || t('notes.gone') }]
      : []
  return (
    <ChoicePick
      bare
      name={t('notes.assignee')}
      value={assignee?.userId ?? ''}
      choices={[{ value: '', label: t('notes.nobody') }, ...members, ...left]}
      onChange={(userId) => onGive(userId || null)}
    />
  )
}
