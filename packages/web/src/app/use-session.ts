import { useQuery } from '@tanstack/react-query'
import { chosenWorkspace, sessionQuery } from './queries.ts'

/** The signed-in user with the chosen workspace. Only for pages inside the shell. */
export function useSession() {
  const { data } = useQuery(sessionQuery)
  const workspace = data && chosenWorkspace(data)
  if (!data || !workspace) throw new Error('useSession is only for pages inside the shell.')
  return { user: data.user, workspaces: data.workspaces, workspace, role: workspace.role }
}

/** Whether a role may change things of a kind; the server decides again. */
export function useMay() {
  const { role } = useSession()
  return {
    edit: role === 'owner' || role === 'admin' || role === 'editor',
    administer: role === 'owner' || role === 'admin',
  }
}
