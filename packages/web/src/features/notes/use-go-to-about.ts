import { useNavigate } from '@tanstack/react-router'
import type { Task } from '@teia/contracts'

/** Opens the person or the account that a task is about. */
export function useGoToAbout(): (task: Task) => void {
  const navigate = useNavigate()
  return ({ personId, accountId }) =>
    void (personId !== null
      ? navigate({ to: '/people/$personId', params: { personId }, search: {} })
      : navigate({ to: '/accounts/$accountId', params: { accountId: accountId ?? '' } }))
}
