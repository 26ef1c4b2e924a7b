import type { BrowserContext } from '@playwright/test'
import { InvitationCreated, MemberPage } from '@teia/contracts'
import { type Api, expect, unique } from './teia.ts'

type Request = BrowserContext['request']
export type NewMember = { userId: string; name: string; email: string }
const password = 'a-long-password'

/** Somebody who joins the workspace for one test and leaves it again. */
export async function withMember(
  api: Api,
  { name, role }: { name: string; role: 'editor' | 'viewer' },
  work: (member: NewMember) => Promise<void>,
): Promise<void> {
  const email = `${unique('member').replace(' ', '.')}@teia.example`
  const { acceptUrl } = await api.ask(InvitationCreated, '/invitations', { email, role })
  const token = new URL(acceptUrl ?? '').searchParams.get('token')
  const joined = await api.send('POST', '/invitations/accept', { token, name, password })
  expect(joined.ok(), `the invitation was answered with ${joined.status()}`).toBe(true)
  const { items } = await api.get(MemberPage, '/members')
  const member = items.find((one) => one.email === email)
  if (!member) throw new Error('Who accepted an invitation is no member.')
  try {
    await work({ userId: member.userId, name, email })
  } finally {
    await api.send('DELETE', `/members/${member.id}`)
  }
}

/** Signs a context in as that member. */
export async function signIn(request: Request, { email }: NewMember, origin: string): Promise<void> {
  const answer = await request.post('/api/auth/sign-in/email', {
    data: { email, password },
    headers: { origin },
  })
  expect(answer.ok(), `sign-in was answered with ${answer.status()}`).toBe(true)
}
