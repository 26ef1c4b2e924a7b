import type { Language } from '@teia/contracts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Inbox, openInbox } from '../../../test/smtp-inbox.ts'
import { type Answer, type Caller, openTestServer, type TestServer } from '../../../test/test-server.ts'

// Several servers, hashed passwords and whole engines: a busy machine needs its time.
vi.setConfig({ testTimeout: 120_000 })

let inbox: Inbox
let server: TestServer
let clock = Date.now()
beforeAll(async () => {
  inbox = await openInbox()
  server = await openTestServer({
    now: () => new Date(clock),
    smtpPort: inbox.port,
    publicUrl: 'https://cx.test.example',
  })
})
afterAll(async () => {
  await server.close()
  await inbox.close()
})

type Invited = { id: string; acceptUrl: string | null; delivery: { state: string; reason: string | null } }
const codeOf = (answer: Answer) => (answer.body as { code?: string }).code
const someone = (name: string) => `${name}-${crypto.randomUUID()}@test.example`
const invite = (caller: Caller, email: string) =>
  caller.post<Invited>('/api/v1/invitations', { email, role: 'analyst' }, 201)
const post = (url: string, body: object) => server.request('POST', `/api/v1${url}`, { body })
async function deliveryOf(caller: Caller, id: string) {
  const { items } = await caller.get<{ items: Invited[] }>('/api/v1/invitations')
  return items.find((one) => one.id === id)?.delivery
}
/** Sends what is due now and waits for the run to end, as the repeated task does. */
const sendDue = () => server.outbox?.sendDue()

describe('an invitation', () => {
  test.each<[Language, string, RegExp]>([
    ['pt-BR', 'Convite para Café & Cia', /convida você .* Seu papel: analista\./],
    ['it', 'Invito a Café & Cia', /ti invita a lavorare .* Il tuo ruolo: analista\./],
    ['en', 'Invitation to Café & Cia', /invites you to work .* Your role: analyst\./],
  ])('goes out in the language of the workspace, here %s', async (language, subject, text) => {
    const mine = await server.workspace({ name: 'Café & Cia', language })
    const email = someone('new')
    const made = await invite(await mine.as('owner'), email)
    expect([made.acceptUrl, made.delivery.state]).toEqual([null, 'waiting'])
    const letter = await inbox.letterTo(email)
    expect(letter.subject).toBe(subject)
    expect(letter.text).toMatch(text)
    expect(letter.html).toContain('Café &amp; Cia')
    expect(letter.html).toContain(`<html lang="${language}">`)
    expect(letter.link.origin + letter.link.pathname).toBe('https://cx.test.example/invitation')
    const token = letter.link.searchParams.get('token') ?? ''
    expect(letter.html).toContain(`token=${token}`)
    await sendDue()
    expect(await deliveryOf(mine.key, made.id)).toMatchObject({ state: 'sent', reason: null })
    const accepted = await post('/invitations/accept', { token, name: 'New', password: 'a long password' })
    expect(accepted.status).toBe(200)
  })

  test('that is refused says so with the words of the mail server, and can be sent again or handed over', async () => {
    const mine = await server.workspace()
    const owner = await mine.as('owner')
    const email = someone('refused')
    inbox.behave(email, 'refuse')
    const made = await invite(owner, email)
    await inbox.attemptsTo(email, 1)
    await sendDue()
    expect(await deliveryOf(owner, made.id)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('No such mailbox here'),
    })
    inbox.behave(email, 'take')
    await owner.post(`/api/v1/invitations/${made.id}/renew`, { by: 'e-mail' })
    const first = (await inbox.letterTo(email)).link.searchParams.get('token')
    await sendDue()
    expect((await deliveryOf(owner, made.id))?.state).toBe('sent')
    const handed = await owner.post<Invited>(`/api/v1/invitations/${made.id}/renew`, { by: 'link' })
    expect(await deliveryOf(owner, made.id)).toMatchObject({ state: 'link' })
    const accept = (token: string | null) =>
      post('/invitations/accept', { token, name: 'New', password: 'a long password' })
    expect(codeOf(await accept(first))).toBe('invitation_not_found')
    expect((await accept(new URL(handed.acceptUrl ?? '').searchParams.get('token'))).status).toBe(200)
  })

  test('waits while the mail server is in trouble, and goes out with the same Message-ID when it is not', async () => {
    const mine = await server.workspace()
    const email = someone('later')
    inbox.behave(email, 'defer')
    const made = await invite(mine.key, email).catch(() => null)
    expect(made).toBeNull()
    const owner = await mine.as('owner')
    const waiting = await invite(owner, email)
    await inbox.attemptsTo(email, 1)
    await sendDue()
    expect(await deliveryOf(owner, waiting.id)).toMatchObject({
      state: 'waiting',
      reason: expect.stringContaining('Come back later'),
    })
    inbox.behave(email, 'take')
    await sendDue()
    expect(inbox.letters.some((one) => one.to.includes(email))).toBe(false)
    clock += 31_000
    await sendDue()
    const letter = await inbox.letterTo(email)
    expect(letter.messageId).toMatch(/^<[0-9a-f-]{36}@test\.example>$/)
    expect((await deliveryOf(owner, waiting.id))?.state).toBe('sent')
  })

  test('that nobody could deliver in its time is given up', async () => {
    const mine = await server.workspace()
    const owner = await mine.as('owner')
    const email = someone('never')
    inbox.behave(email, 'defer')
    const made = await invite(owner, email)
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await sendDue()
      await inbox.attemptsTo(email, attempt)
      await sendDue()
      clock += 4 * 3_600_000
    }
    expect((await deliveryOf(owner, made.id))?.state).toBe('failed')
  })

  test('that was withdrawn before it left is not sent', async () => {
    const mine = await server.workspace()
    const owner = await mine.as('owner')
    const email = someone('withdrawn')
    inbox.behave(email, 'defer')
    const made = await invite(owner, email)
    await inbox.attemptsTo(email, 1)
    await sendDue()
    await owner.request('DELETE', `/api/v1/invitations/${made.id}`)
    inbox.behave(email, 'take')
    clock += 3_600_000
    await sendDue()
    expect(inbox.letters.some((one) => one.to.includes(email))).toBe(false)
  })

  test('keeps no token and no text of a letter once it was sent', async () => {
    const mine = await server.workspace()
    const email = someone('kept')
    await invite(await mine.as('owner'), email)
    const letter = await inbox.letterTo(email)
    await sendDue()
    const { rows } = await server.stores.pool.query(
      'SELECT to_jsonb(e)::text AS kept FROM outgoing_emails e WHERE recipient = $1',
      [email],
    )
    expect(rows.length).toBe(1)
    expect(rows[0].kept).not.toContain(letter.link.searchParams.get('token'))
  })
})

describe('a forgotten password', () => {
  const ask = (email: string, language: Language = 'en') =>
    post('/account/password/forgotten', { email, language })

  test('is replaced by a link that works once, and ends every session', async () => {
    const mine = await server.workspace()
    const person = await mine.newMember('viewer')
    expect((await ask(person.email.toUpperCase(), 'it')).status).toBe(202)
    const letter = await inbox.letterTo(person.email)
    expect(letter.subject).toBe('Una nuova password per Teia')
    const token = letter.link.searchParams.get('token') ?? ''
    const set = (password: string) => post('/account/password', { token, password })
    expect((await set('short')).status).toBe(400)
    expect((await set('another long password')).status).toBe(200)
    expect(codeOf(await set('a third long password'))).toBe('link_not_found')
    expect((await person.request('GET', '/api/v1/session')).status).toBe(401)
    await expect(server.signIn(person.email)).rejects.toThrow('401')
    await server.signIn(person.email, 'another long password')
    const { items } = await mine.key.get<{ items: { action: string; actor: string }[] }>('/api/v1/audit')
    expect(items[0]).toMatchObject({ action: 'account.password', actor: person.email })
  })

  test('is answered the same for an address that nobody has', async () => {
    const mine = await server.workspace()
    const person = await mine.newMember('viewer')
    const [known, unknown] = [await ask(person.email), await ask(someone('nobody'))]
    expect([unknown.status, unknown.text]).toEqual([known.status, known.text])
  })

  test('has an hour, the last link is the one that counts, and nobody is flooded', async () => {
    const mine = await server.workspace()
    const person = await mine.newMember('viewer')
    for (let n = 0; n < 8; n += 1) await ask(person.email)
    await sendDue()
    const tokens = inbox.letters
      .filter((one) => one.to.includes(person.email))
      .map((one) => one.link.searchParams.get('token'))
    expect(tokens.length).toBeGreaterThan(0)
    expect(tokens.length).toBeLessThanOrEqual(5)
    clock += 3_601_000
    const late = await post('/account/password', { token: tokens.at(-1), password: 'another long password' })
    expect(codeOf(late)).toBe('link_not_found')
    await ask(person.email)
    await inbox.letterTo(person.email, tokens.length + 1)
  })

  test('of two who use the link at once, one succeeds', async () => {
    const mine = await server.workspace()
    const person = await mine.newMember('viewer')
    await ask(person.email)
    const token = (await inbox.letterTo(person.email)).link.searchParams.get('token')
    const answers = await Promise.all(
      [1, 2, 3].map((n) => post('/account/password', { token, password: `password number ${n}` })),
    )
    expect(answers.map((one) => one.status).toSorted()).toEqual([200, 404, 404])
  })
})

describe('another e-mail address', () => {
  test('holds once its link was opened, and the old one is told', async () => {
    const mine = await server.workspace()
    const person = await mine.newMember('editor')
    const email = someone('moved')
    const change = (password: string) =>
      person.request('POST', '/api/v1/account/email', { body: { email, password, language: 'pt-BR' } })
    expect(codeOf(await change('not the password'))).toBe('wrong_password')
    expect((await change('correct horse battery')).status).toBe(202)
    const letter = await inbox.letterTo(email)
    expect(letter.subject).toBe('Confirme seu endereço de e-mail')
    const token = letter.link.searchParams.get('token')
    await server.signIn(person.email)
    expect(codeOf(await post('/account/password', { token, password: 'a long password' }))).toBe(
      'link_not_found',
    )
    const confirm = () => post('/account/email/confirm', { token, language: 'pt-BR' })
    expect((await confirm()).body).toEqual({ email })
    expect(codeOf(await confirm())).toBe('link_not_found')
    await server.signIn(email)
    await expect(server.signIn(person.email)).rejects.toThrow('401')
    const warning = await inbox.letterTo(person.email)
    expect([warning.subject, warning.text]).toEqual([
      'Seu endereço de e-mail foi alterado',
      expect.stringContaining(email),
    ])
  })

  test('that belongs to somebody else is never taken, and the asker does not learn of it', async () => {
    const mine = await server.workspace()
    const [person, other] = [await mine.newMember('editor'), await mine.newMember('editor')]
    const ask = (email: string) =>
      person.request('POST', '/api/v1/account/email', {
        body: { email, password: 'correct horse battery', language: 'en' },
      })
    const free = someone('free')
    const [taken, open] = [await ask(other.email), await ask(free)]
    expect([taken.status, taken.text]).toEqual([open.status, open.text])
    const token = (await inbox.letterTo(free)).link.searchParams.get('token')
    await other.request('POST', '/api/v1/account/email', {
      body: { email: free, password: 'correct horse battery', language: 'en' },
    })
    const second = (await inbox.letterTo(free, 2)).link.searchParams.get('token')
    expect((await post('/account/email/confirm', { token: second, language: 'en' })).status).toBe(200)
    expect(codeOf(await post('/account/email/confirm', { token, language: 'en' }))).toBe('link_not_found')
    await sendDue()
    expect(
      inbox.letters.filter(
        (one) => one.subject === 'Confirm your e-mail address' && one.to.includes(other.email),
      ),
    ).toEqual([])
  })
})

test('without a mail server nothing that needs one is promised, and invitations are links', async () => {
  await using silent = await openTestServer()
  const mine = await silent.workspace()
  const owner = await mine.as('owner')
  expect((await silent.request('GET', '/api/v1/setup')).body).toMatchObject({ sendsMail: false })
  expect((await server.request('GET', '/api/v1/setup')).body).toMatchObject({ sendsMail: true })
  const made = await invite(owner, someone('link'))
  expect(made.acceptUrl).toContain('/invitation?token=')
  const renewed = await owner.request('POST', `/api/v1/invitations/${made.id}/renew`, {
    body: { by: 'e-mail' },
  })
  const forgotten = await silent.request('POST', '/api/v1/account/password/forgotten', {
    body: { email: owner.email, language: 'en' },
  })
  expect([codeOf(renewed), codeOf(forgotten)]).toEqual(['mail_unavailable', 'mail_unavailable'])
})
