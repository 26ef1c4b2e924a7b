import type { JourneyMap, MapComment, Member } from '@teia/contracts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Inbox, openInbox } from '../../../test/smtp-inbox.ts'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

// Hashed passwords and whole engines: a busy machine needs its time.
vi.setConfig({ testTimeout: 120_000 })

let inbox: Inbox
let server: TestServer
beforeAll(async () => {
  inbox = await openInbox()
  server = await openTestServer({ smtpPort: inbox.port, publicUrl: 'https://cx.test.example' })
})
afterAll(async () => {
  await server.close()
  await inbox.close()
})

async function idOf(own: TestWorkspace, email: string): Promise<string> {
  const { items } = await own.key.get<{ items: Member[] }>('/api/v1/members')
  return items.find((one) => one.email === email)?.userId ?? expect.fail(`no member ${email}`)
}
async function mapOf(own: TestWorkspace) {
  const document = { name: 'Purchase <b>', asIs: { stages: [] } }
  const { id } = await own.key.post<JourneyMap>('/api/v1/maps', { document }, 201)
  return { id, url: `/api/v1/maps/${id}/comments` }
}

test.each([
  ['en', 'The editor mentioned you on “Purchase <b>”', 'wrote on the map'],
  ['it', 'The editor ti ha menzionato su «Purchase <b>»', 'ha scritto sulla mappa'],
  ['pt-BR', 'The editor mencionou você em “Purchase <b>”', 'escreveu no mapa'],
] as const)(
  'who is mentioned gets one letter with what was said as plain text, in %s',
  async (language, subject, words) => {
    const own = await server.workspace({ language })
    const [editor, viewer] = [await own.as('editor'), await own.as('viewer')]
    const { id, url } = await mapOf(own)
    const mentions = [
      await idOf(own, viewer.email),
      await idOf(own, viewer.email),
      await idOf(own, editor.email),
    ]
    const said = 'Why?\n\n<script>alert(1)</script> {{x}} https://evil.example'
    await editor.post(url, { text: said, mentions }, 201)
    const letter = await inbox.letterTo(viewer.email)
    expect(letter.subject).toBe(subject)
    expect(letter.text).toContain(words)
    expect(letter.text).toContain('Why? <script>alert(1)</script> {{x}}')
    expect(letter.text).toContain(`https://cx.test.example/maps/${id}?panel=comments`)
    expect(letter.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(letter.html).not.toContain('<script')
    expect(letter.html).not.toContain('Purchase <b>')
    await server.outbox?.sendDue()
    const to = (email: string) => inbox.letters.filter((one) => one.to.includes(email)).length
    expect([to(viewer.email), to(editor.email)]).toEqual([1, 0])
  },
)

test('a comment that is sent again under one key writes one letter', async () => {
  const own = await server.workspace()
  const viewer = await own.as('viewer')
  const { id, url } = await mapOf(own)
  const mentions = [await idOf(own, viewer.email)]
  const ask = { headers: { 'idempotency-key': `once-${id}` }, body: { text: 'Look', mentions } }
  const first = await own.key.request('POST', url, ask)
  expect([first.status, (await own.key.request('POST', url, ask)).text]).toEqual([201, first.text])
  await inbox.letterTo(viewer.email)
  await server.outbox?.sendDue()
  expect(inbox.letters.filter((one) => one.to.includes(viewer.email))).toHaveLength(1)
})

test('a letter that waits is taken back with its comment, and one of an answer with the comment that it answers', async () => {
  const own = await server.workspace()
  const [editor, viewer] = [await own.as('editor'), await own.as('viewer')]
  const { url } = await mapOf(own)
  inbox.behave(viewer.email, 'defer')
  const mentions = [await idOf(own, viewer.email)]
  const said = await editor.post<MapComment>(url, { text: 'One', mentions }, 201)
  await editor.post(url, { text: 'Two', answers: said.id, mentions }, 201)
  await inbox.attemptsTo(viewer.email, 2)
  await server.outbox?.sendDue()
  expect((await editor.request('DELETE', `${url}/${said.id}`)).status).toBe(204)
  const { rows } = await server.stores.pool.query(
    'SELECT state FROM outgoing_emails WHERE workspace_id = $1',
    [own.id],
  )
  expect(rows).toEqual([])
})

test('where no letter can go out, a mention is kept and shown all the same', async () => {
  const silent = await openTestServer()
  try {
    const own = await silent.workspace()
    const [editor, viewer] = [await own.as('editor'), await own.as('viewer')]
    const { url } = await mapOf(own)
    const userId = await idOf(own, viewer.email)
    await editor.post(url, { text: 'Look', mentions: [userId] }, 201)
    const { items } = await viewer.get<{ items: MapComment[] }>(url)
    expect(items.map((one) => one.mentions)).toEqual([[{ id: userId, name: 'The viewer' }]])
  } finally {
    await silent.close()
  }
})
