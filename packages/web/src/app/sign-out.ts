import { send } from '../lib/api.ts'
import { queryClient } from './queries.ts'

/** Ends the session and opens the sign-in page, even when the server no longer knows the session. */
export async function signOut(): Promise<void> {
  await send('POST', '/api/auth/sign-out', {}).catch(() => undefined)
  queryClient.clear()
  window.location.assign('/sign-in')
}
