import { type JourneyMap, MapDocument, type MapTemplate, mapLimits } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importAll } from '../../../test/import-files.ts'
import { openTestServer, type TestServer, type TestWorkspace } from '../../../test/test-server.ts'

let server: TestServer
let own: TestWorkspace
beforeAll(async () => {
  server = await openTestServer()
  own = await server.workspace()
})
afterAll(() => server.close())

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const drawn = (name: string, steps: object[] = []) =>
  MapDocument.parse({
    name,
    lanes: [{ id: 'pains', kind: 'pains' }],
    asIs: { stages: [{ id: 'stage', name: 'Stage', steps }] },
  })
const create = (document: object) => own.key.post<JourneyMap>('/api/v1/maps', { document }, 201)
const put = (map: JourneyMap, document: object, seen?: number) =>
  own.key.request('PUT', `/api/v1/maps/${map.id}`, {
    headers: seen === undefined ? {} : { 'if-match': `"${seen}"` },
    body: { document },
  })
const importYaml = (body: string, caller: Pick<TestWorkspace['key'], 'request'> = own.key) =>
  caller.request('POST', '/api/v1/maps/file', { headers: { 'content-type': 'application/yaml' }, body })

test('a map keeps all its versions, and of two changes of one version the later is refused with both', async () => {
  const map = await create(drawn('First'))
  const changed = await put(map, drawn('Second'), 1)
  expect([changed.status, changed.headers.etag]).toEqual([200, '"2"'])
  const late = await put(map, drawn('Third'), 1)
  expect(late.status).toBe(412)
  expect(late.body).toMatchObject({
    code: 'changed_meanwhile',
    versions: { current: { revision: 2, document: { name: 'Second' } }, yours: { name: 'Third' } },
  })
  expect((await put(map, drawn('Fourth'))).status).toBe(428)
  const { items } = await own.key.get<{ items: { revision: number }[] }>(`/api/v1/maps/${map.id}/versions`)
  expect(items.map((one) => one.revision)).toEqual([2, 1])
  const first = await own.key.get<JourneyMap>(`/api/v1/maps/${map.id}/versions/1`)
  expect(first.document).toEqual(map.document)
  const page = await own.key.get<{ items: object[]; nextCursor: string }>(
    `/api/v1/maps/${map.id}/versions?limit=1`,
  )
  const next = await own.key.get<{ items: { revision: number }[] }>(
    `/api/v1/maps/${map.id}/versions?limit=1&cursor=${page.nextCursor}`,
  )
  expect(next.items.map((one) => one.revision)).toEqual([1])
})

test('two who save at once: one is kept, the other is told, and no version is lost', async () => {
  const map = await create(drawn('Together'))
  const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => put(map, drawn(`By ${n}`), 1)))
  expect(answers.map((one) => one.status).toSorted()).toEqual([200, 412, 412, 412, 412, 412])
  expect((await own.key.get<JourneyMap>(`/api/v1/maps/${map.id}`)).revision).toBe(2)
})

test('a map goes out as YAML and comes in as the same map, images and all', async () => {
  const map = await create(drawn('With an image'))
  const image = await own.key.request('POST', `/api/v1/maps/${map.id}/images`, {
    headers: { 'content-type': 'image/png' },
    body: png,
  })
  const { id } = image.body as { id: string }
  const document = drawn('With an image', [
    {
      id: 'pays',
      name: 'Pays: “now”',
      feeling: -0.5,
      matcher: {
        anyOf: [{ event: 'Order Completed' }, { touchpoint: 'Store' }],
        filter: { property: 'total', operator: 'gt', value: 3 },
      },
      cards: { pains: [{ id: 'c', text: 'two\nlines # and: signs', image: id }] },
    },
  ])
  await put(map, { ...document, toBe: document.asIs }, 1)
  const { document: kept } = await own.key.get<JourneyMap>(`/api/v1/maps/${map.id}`)
  const file = await own.key.request('GET', `/api/v1/maps/${map.id}/file`)
  const other = await server.workspace()
  const read = await importYaml(file.text, other.key)
  expect(read.status).toBe(201)
  const copy = read.body as JourneyMap
  expect(copy.document).toEqual(kept)
  const again = await other.key.request('GET', `/api/v1/maps/${copy.id}/file`)
  expect(again.text).toBe(file.text)
  const shown = await other.key.request('GET', `/api/v1/maps/${copy.id}/images/${id}`)
  expect([shown.status, shown.headers['content-type'], shown.headers['content-security-policy']]).toEqual([
    200,
    'image/png',
    "default-src 'none'; sandbox",
  ])
})

test.each([
  ['an image that is none', 'image/png', '<svg onload=alert(1)>', 400, 'map_image_form'],
  ['a page', 'text/html', '<p>', 415, 'unsupported_media_type'],
  ['more than the most', 'image/png', 'x'.repeat(mapLimits.imageBytes + 100), 413, 'body_too_large'],
])('as an image %s is refused', async (_what, type, body, status, word) => {
  const map = await create(drawn('Images'))
  const answer = await own.key.request('POST', `/api/v1/maps/${map.id}/images`, {
    headers: { 'content-type': type },
    body: Buffer.from(body),
  })
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(word)])
})

const head = 'teia: map\nversion: 1\nmap:\n  name: M\n  lanes: []\n  asIs:\n    stages:\n'
const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
  .split('')
  .map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[at]}`).join(',')}]`)
  .join('\n')}\n`
test.each([
  ['is no YAML', 'map: [', 1, 'yaml'],
  [
    'has a step without a name',
    `${head}      - id: a\n        name: A\n        steps:\n          - id: b\n`,
    11,
    'name',
  ],
  [
    'has an id twice',
    `${head}      - id: a\n        name: A\n      - id: a\n        name: B\n`,
    10,
    'map_id_twice',
  ],
  ['knows a key that is none', `${head}      - id: a\n        name: A\n        color: red\n`, 8, 'color'],
  ['holds anchors that explode', bomb, undefined, 'yaml_too_large'],
  ['is something else', '- 1\n- 2\n', 1, 'map_file_form'],
  ['is nested without end', `map: ${'['.repeat(100_000)}`, 1, 'yaml'],
  ['is nested and closed', `map: ${'['.repeat(50_000)}${']'.repeat(50_000)}`, 1, 'yaml'],
  ['has keys that are keys', `${'? '.repeat(900)}a`, 1, 'yaml'],
  ['has keys within keys', `[${'a: '.repeat(20_000)}x]`, undefined, 'yaml'],
  ['has a key twice', 'teia: map\nmap: 1\nmap: 2\n', 3, 'yaml_key_twice'],
  [
    'has very many keys',
    Array.from({ length: 50_000 }, (_, n) => `key${n}: 1`).join('\n'),
    1,
    'map_file_form',
  ],
])('a file that %s is refused with its line, and nothing is kept', async (_what, text, line, word) => {
  const before = await own.key.get<{ items: object[] }>('/api/v1/maps')
  const answer = await importYaml(text)
  const { issues } = answer.body as { issues: { line?: number }[] }
  expect([answer.status, issues[0]?.line]).toEqual([400, line])
  expect(answer.text).toContain(word)
  expect((await own.key.get<{ items: object[] }>('/api/v1/maps')).items.length).toBe(before.items.length)
})

test('a file of five megabytes and a drawing of a thousand steps are refused in words, an empty map is kept', async () => {
  const long = await importYaml(`${head}      - id: a\n        name: "${'x'.repeat(5_000_000)}"\n`)
  expect([long.status, long.text]).toEqual([400, expect.stringContaining('"line":9')])
  const wide = await importYaml(`${head}      - [${'x,'.repeat(2_500_000)}]\n`)
  expect([wide.status, wide.text]).toEqual([400, expect.stringContaining('yaml_too_large')])
  const steps = Array.from({ length: 110 }, (_, n) => ({ id: `s${n}`, name: 'S' }))
  const many = {
    name: 'Many',
    asIs: {
      stages: Array.from({ length: 10 }, (_, at) => ({
        id: `stage${at}`,
        name: 'S',
        steps: steps.map((step) => ({ ...step, id: `${step.id}-${at}` })),
      })),
    },
  }
  const answer = await own.key.request('POST', '/api/v1/maps', { body: { document: many } })
  expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('map_steps_too_many')])
  const words = Array.from({ length: 600 }, (_, n) => ({ id: `c${n}`, text: 'é'.repeat(1_900) }))
  const heavy = await own.key.request('POST', '/api/v1/maps', {
    body: { document: drawn('Heavy', [{ id: 'a', name: 'A', cards: { pains: words.slice(0, 200) } }]) },
  })
  expect(heavy.status).toBe(201)
  const spread = [0, 1, 2].map((n) => ({
    id: `s${n}`,
    name: 'S',
    cards: { pains: words.slice(200 * n, 200 * n + 200) },
  }))
  const stages = [{ id: 'stage', name: 'Stage', steps: spread }]
  const tooHeavy = await own.key.request('POST', '/api/v1/maps', {
    body: { document: { name: 'Heavy', lanes: [{ id: 'pains', kind: 'pains' }], asIs: { stages } } },
  })
  expect([tooHeavy.status, tooHeavy.text]).toEqual([400, expect.stringContaining('map_too_large')])
  expect((await create({ name: 'Empty', asIs: { stages: [] } })).document.asIs.stages).toEqual([])
})

test('there are five templates in three languages, with the same steps, and each can be kept and counted', async () => {
  const templates = await Promise.all(
    ['en', 'it', 'pt-BR'].map(async (language) => {
      const { items } = await own.key.get<{ items: MapTemplate[] }>(
        `/api/v1/maps/templates?language=${language}`,
      )
      return items
    }),
  )
  const [english = [], ...others] = templates
  const shapeOf = ({ document }: MapTemplate) =>
    document.asIs.stages.map((stage) => [stage.id, stage.steps.map(({ id, matcher }) => [id, matcher])])
  expect(english.length).toBe(5)
  for (const items of others) {
    expect(items.map(shapeOf)).toEqual(english.map(shapeOf))
    for (const [at, item] of items.entries()) expect(item.name).not.toBe(english[at]?.name)
  }
  for (const { document } of english) {
    const map = await create(document)
    expect(map.document).toEqual(document)
    const range = { from: '2026-01-01', to: '2026-01-31' }
    const counted = await own.key.post<{ people: number }>('/api/v1/questions/map', { mapId: map.id, range })
    expect(counted.people).toBe(0)
  }
})

test('people comment on a map and its parts, answer, mention each other, resolve, and delete their own', async () => {
  const map = await create(drawn('Talked about'))
  const editor = await own.as('editor')
  const viewer = await own.as('viewer')
  const url = `/api/v1/maps/${map.id}/comments`
  const members = await editor.get<{ items: { userId: string; email: string }[] }>('/api/v1/members')
  const mention = members.items.find((one) => one.email === viewer.email)?.userId
  const said = await editor.post<{ id: string; mentions: object[] }>(
    url,
    { text: 'Why?', part: 'pays', mentions: [mention] },
    201,
  )
  expect(said.mentions).toEqual([{ id: mention, name: 'The viewer' }])
  const answer = await own.key.post<{ id: string }>(url, { text: 'Because.', answers: said.id }, 201)
  const nested = await own.key.post<object>(url, { text: 'Really?', answers: answer.id }, 201)
  expect(nested).toMatchObject({ answers: said.id, part: 'pays' })
  expect((await viewer.request('POST', url, { body: { text: 'I too' } })).status).toBe(403)
  const stranger = await own.key.request('POST', url, { body: { text: 'x', mentions: ['nobody'] } })
  expect([stranger.status, (stranger.body as { code: string }).code]).toEqual([404, 'member_not_found'])
  const summary = async () =>
    (await own.key.get<{ items: { id: string; openComments: number }[] }>('/api/v1/maps')).items.find(
      (one) => one.id === map.id,
    )?.openComments
  expect(await summary()).toBe(1)
  await editor.request('PATCH', `${url}/${said.id}`, { body: { resolved: true } })
  expect(await summary()).toBe(0)
  const analyst = await own.as('analyst')
  expect((await analyst.request('DELETE', `${url}/${said.id}`)).status).toBe(403)
  expect((await editor.request('DELETE', `${url}/${said.id}`)).status).toBe(204)
  expect((await own.key.get<{ items: object[] }>(url)).items).toEqual([])
})

test('a map has room for so many images that its file can be read again, and says so beyond', async () => {
  const map = await create(drawn('Full'))
  const add = (n: number) =>
    own.key.request('POST', `/api/v1/maps/${map.id}/images`, {
      headers: { 'content-type': 'image/png' },
      body: Buffer.concat([png, Buffer.alloc(mapLimits.imageBytes - png.length, n)]),
    })
  const room = Math.floor(mapLimits.imagesBytes / mapLimits.imageBytes)
  const answers = await Promise.all(Array.from({ length: room }, (_, n) => add(n)))
  expect(answers.map((one) => one.status)).toEqual(Array(room).fill(201))
  expect((await add(3)).status).toBe(201)
  const beyond = await add(room)
  expect([beyond.status, beyond.text]).toEqual([409, expect.stringContaining('map_images_too_many')])
  const ids = answers.map((one) => (one.body as { id: string }).id)
  const cards = ids.map((image, n) => ({ id: `c${n}`, text: '', image }))
  await put(map, drawn('Full', [{ id: 'a', name: 'A', cards: { pains: cards } }]), 1)
  const file = await own.key.request('GET', `/api/v1/maps/${map.id}/file`)
  const read = await importYaml(file.text)
  expect(read.status).toBe(201)
  const again = await own.key.request('GET', `/api/v1/maps/${(read.body as JourneyMap).id}/file`)
  expect(again.text === file.text).toBe(true)
  const exported = await own.key.request('GET', '/api/v1/export')
  const other = await server.workspace()
  const done = await importAll(other, [['export.ndjson', exported.text]])
  expect([done.state, done.problem, done.rejected]).toEqual(['done', null, 0])
  expect((await other.key.request('GET', `/api/v1/maps/${map.id}/file`)).text === file.text).toBe(true)
})
