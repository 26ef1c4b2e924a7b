import { useQuery } from '@tanstack/react-query'
import type { Scope } from '@teia/contracts'
import { chosenWorkspace, sessionQuery } from './queries.ts'

/** The signed-in user with the chosen workspace. Only for pages inside the shell. */
export function useSession() {
  const { data } = useQuery(sessionQuery)
  const workspace = data && chosenWorkspace(data)
  if (!data || !workspace) throw new Error('useSession is only for pages inside the shell.')
  return { user: data.user, workspaces: data.workspaces, workspace, role: workspace.role }
}

/** Whether the server lets this role do a thing here, so that nothing is offered which it would refuse. */
export function useMay(): (right: Scope) => boolean {
  const { workspace } = useSession()
  return (right) => workspace.rights.includes(right)
}
