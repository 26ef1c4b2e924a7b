import { QueryCache, QueryClient, queryOptions } from '@tanstack/react-query'
import { DemoProgress, Session, SetupState } from '@teia/contracts'
import { ApiError, get, setWorkspaceOfCalls } from '../lib/api.ts'

const MINUTE = 60_000

/** Asking the same again would end the same: a fault of the asker, or a question that took too long. */
const isFinal = ({ status, code }: ApiError) => (status >= 400 && status < 500) || code === 'query_timeout'

/** One client for the page: a fault of the asker is never tried again. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache(),
  defaultOptions: {
    queries: {
      staleTime: MINUTE,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 1 && !(error instanceof ApiError && isFinal(error)),
    },
  },
})

const CHOICE = 'teia.workspace'

/** The workspace that was last chosen here, else the first. */
export function chosenWorkspace(session: Session): Session['workspaces'][number] | undefined {
  const chosen = localStorage.getItem(CHOICE)
  return session.workspaces.find((workspace) => workspace.id === chosen) ?? session.workspaces[0]
}

/** Makes another workspace the one of this browser. */
export function chooseWorkspace(id: string): void {
  localStorage.setItem(CHOICE, id)
  window.location.assign('/')
}

/** Who is signed in. Also points every later call at the chosen workspace. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    const session = await get(Session, '/session')
    setWorkspaceOfCalls(chosenWorkspace(session)?.id ?? null)
    return session
  },
  staleTime: 10 * MINUTE,
  retry: false,
})

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: () => get(SetupState, '/setup'),
  staleTime: 0,
})

/** Asks often only while the demo is being filled. */
export const demoQuery = queryOptions({
  queryKey: ['demo'],
  queryFn: () => get(DemoProgress, '/demo'),
  refetchInterval: (query) => (query.state.data?.state === 'running' ? 2000 : false),
})
