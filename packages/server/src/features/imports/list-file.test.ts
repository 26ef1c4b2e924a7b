import { randomBytes } from 'node:crypto'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import {
  type IdentityRulesView,
  type ListFileAnswer,
  listFileLimits,
  type Problem,
  type Segment,
} from '@teia/contracts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'
import { keepMembersOf } from '../segments/index.ts'

vi.setConfig({ testTimeout: 120_000 })

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

async function workspaceOfThree() {
  const own = await server.workspace()
  const identify = (userId: string, traits: object) => ({ type: 'identify', userId, traits })
  await own.send([
    identify('c-1', { email: 'Ana@x.example', phone: '+5511912345678' }),
    identify('c-2', { email: 'bea@x.example' }),
    { type: 'track', event: 'Looked', anonymousId: 'd-3' },
  ])
  await server.caughtUp()
  const list = await own.key.post<Segment>('/api/v1/segments', { name: 'Panel', kind: 'list' }, 201)
  return { own, url: `/api/v1/segments/${list.id}/file`, list }
}
const post = (own: TestWorkspace, url: string, content: Buffer | string) =>
  own.key.request('POST', url, { headers: { 'content-type': 'text/csv' }, body: Buffer.from(content) })
async function read(own: TestWorkspace, url: string, content: Buffer | string): Promise<ListFileAnswer> {
  const answer = await post(own, url, content)
  expect([answer.status, answer.text]).toEqual([200, expect.any(String)])
  return answer.body as ListFileAnswer
}
async function membersOf(own: TestWorkspace, list: Segment): Promise<number> {
  await keepMembersOf(server.deps, own.id)
  return (await own.key.get<Segment>(`/api/v1/segments/${list.id}`)).members
}

test('a file finds the column and the kind by whom it finds, says who is missing and why, and adds each person once', async () => {
  const { own, url, list } = await workspaceOfThree()
  const latin = Buffer.from(
    'Città;Posta\nRoma;ANA@x.example\nForlì;bea@x.example\nBari;\nLodi;carl\nPisa;dia@x.example\nRoma;ana@x.example\n',
    'latin1',
  )
  const looked = await read(own, url, latin)
  expect(looked).toMatchObject({
    column: 'Posta',
    kind: 'email',
    hasHeader: true,
    rows: 6,
    people: 2,
    repeated: 1,
    missed: 3,
    outcome: null,
  })
  expect(looked.columns[0]).toEqual({ name: 'Città', samples: ['Roma', 'Forlì', 'Bari'] })
  expect(looked.misses.map(({ line, fault }) => [line, fault.code])).toEqual([
    [4, 'list_file_empty'],
    [5, 'list_file_no_email'],
    [6, 'list_file_nobody'],
  ])
  expect(await membersOf(own, list)).toBe(0)
  expect((await read(own, `${url}?add=true`, latin)).outcome).toEqual({ added: 2, known: 0, missing: 0 })
  expect((await read(own, `${url}?add=true`, latin)).outcome).toEqual({ added: 0, known: 2, missing: 0 })
  expect(await membersOf(own, list)).toBe(2)
})

test('people are found by user id, phone, anonymous id and id of person, also without names of columns and in packed files', async () => {
  const { own, url } = await workspaceOfThree()
  const { items } = await own.key.get<{ items: { id: string }[] }>('/api/v1/people')
  const files: [string | Buffer, string, boolean][] = [
    ['customer_id,email\nc-1,nobody@y.example\nc-2,x\n', 'userId', true],
    [gzipSync('c-1\nc-2\n'), 'userId', false],
    ['Telefone\n+55 11 91234-5678\n', 'phone', true],
    ['visitor\nd-3\n', 'anonymousId', true],
    [`who\n${items.map(({ id }) => id.toUpperCase()).join('\n')}\n`, 'personId', true],
    ['ana@x.example\nbea@x.example\n', 'email', false],
  ]
  for (const [content, kind, header] of files) {
    const found = await read(own, kind === 'userId' && !header ? `${url}?header=false` : url, content)
    expect([kind, found.kind, found.hasHeader, found.missed]).toEqual([kind, kind, header, 0])
  }
  const chosen = await read(
    own,
    `${url}?column=email&kind=email`,
    'customer_id,email\nc-1,nobody@y.example\n',
  )
  expect(chosen).toMatchObject({ kind: 'email', people: 0, missed: 1 })
})

test('an identifier that several people share names nobody, and one that is only shown names its person', async () => {
  const { own, url } = await workspaceOfThree()
  const { changedAt, changedBy, work, reading, ...rules } =
    await own.key.get<IdentityRulesView>('/api/v1/identity/rules')
  const email = { ...rules.kinds.email, use: 'show' }
  const body = { ...rules, kinds: { ...rules.kinds, email } }
  expect((await own.key.request('PUT', '/api/v1/identity/rules', { body })).status).toBe(200)
  await own.send([
    { type: 'identify', userId: 'c-8', traits: { email: 'home@x.example' } },
    { type: 'identify', userId: 'c-9', traits: { email: 'home@x.example' } },
    { type: 'identify', userId: 'c-7', traits: { email: 'solo@x.example' } },
  ])
  await server.caughtUp()
  const found = await read(own, `${url}?kind=email`, 'email\nhome@x.example\nsolo@x.example\n')
  expect(found).toMatchObject({ people: 1, missed: 1 })
  expect(found.misses[0]?.fault).toEqual({ code: 'list_file_several', values: { people: 2 } })
})

test('the rows without a person come as CSV in a language, and no cell of it is a formula', async () => {
  const { own, url } = await workspaceOfThree()
  const file = 'email\n=HYPERLINK("http://evil.example")\n+cmd@x.example\n"a,""b"\n'
  const answer = await post(own, `${url}/misses?kind=email&language=it`, file)
  expect(answer.headers['content-language']).toBe('it')
  const [head, ...lines] = answer.text.trimEnd().split('\r\n')
  expect(head).toBe('line,reason,email,code')
  expect(lines).toEqual([
    `2,Non è un indirizzo e-mail.,"'=HYPERLINK(""http://evil.example"")",list_file_no_email`,
    `3,Nessuno qui lo ha.,'+cmd@x.example,list_file_nobody`,
    `4,Non è un indirizzo e-mail.,"a,""b",list_file_no_email`,
  ])
})

test('files that are empty, packed to explode, endless or not CSV are refused in words, whatever their bytes', async () => {
  const { own, url, list } = await workspaceOfThree()
  const before = process.memoryUsage.rss()
  const megabyte = 1024 * 1024
  const refused: [Buffer | string, string][] = [
    ['', 'file_empty'],
    ['email\n', 'file_no_rows'],
    ['{"a": 1}\n{"a": 2}\n', 'list_file_no_csv'],
    [Buffer.from('PK\x03\x04aaaa'), 'list_file_no_csv'],
    [gzipSync(gzipSync('a\nb\n')), 'file_packed_twice'],
    [gzipSync('email\nana@x.example\n').subarray(0, 30), 'file_cut_short'],
    [gzipSync(`email\n${`${'a'.repeat(900)}@x.example\n`.repeat(70_000)}`), 'file_grows_past'],
    [zstdCompressSync(Buffer.alloc(200 * megabyte, 'a')), 'file_grows_past'],
    [gzipSync(`id\n${'a\n'.repeat(listFileLimits.rows + 1)}`), 'list_file_rows'],
  ]
  for (const [content, code] of refused) {
    const answer = await post(own, `${url}?name=people.csv&add=true`, content)
    expect([code, answer.status, (answer.body as Problem).fault?.code]).toEqual([code, 400, code])
  }
  expect((await post(own, `${url}?column=nowhere`, 'id\n1\n')).text).toContain('list_file_no_column')
  expect((await post(own, url, Buffer.alloc(listFileLimits.bytes + 1, 'a'))).status).toBe(413)
  const junk = [
    ...Array.from({ length: 8 }, (_, n) => randomBytes(1 + n * 900)),
    Buffer.from(`id,b\n"${'x'.repeat(2 * megabyte)}`),
    `id\n${'x'.repeat(2 * megabyte)}\n`,
    `${'a,'.repeat(20_000)}\n${'1,'.repeat(20_000)}\n`,
    "id\n\0\n\u{1F600}\n\\\n'; DROP TABLE people; --\n__proto__\n",
    '__proto__,constructor\n1,2\n',
  ]
  for (const content of junk) {
    const answer = await post(own, `${url}?add=true`, content)
    expect(answer.status, answer.text).toBeLessThan(500)
    expect((await post(own, `${url}/misses`, content)).status).toBe(answer.status)
  }
  expect(await membersOf(own, list)).toBe(0)
  expect(process.memoryUsage.rss() - before).toBeLessThan(700 * megabyte)
})

test('only a list takes a file, and only from who may write about people', async () => {
  const { own, url } = await workspaceOfThree()
  const rule = { did: { event: 'Looked' } }
  const live = await own.key.post<Segment>('/api/v1/segments', { name: 'Live', kind: 'live', rule }, 201)
  const answer = await post(own, `/api/v1/segments/${live.id}/file`, 'id\nc-1\n')
  expect([answer.status, (answer.body as Problem).fault?.code]).toEqual([400, 'segment_no_list'])
  expect((await (await own.as('analyst')).request('POST', url)).status).toBe(403)
})
