import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { FunnelAnswer } from '@teia/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer, type TestWorkspace } from './test-server.ts'

const teia = fileURLToPath(new URL('../../cli/bin/teia.mjs', import.meta.url))
let server: TestServer
let own: TestWorkspace
let folder: string
let env: Record<string, string | undefined>

beforeAll(async () => {
  server = await openTestServer()
  own = await server.workspace()
  await own.send(
    [
      ['a', 'Looked', 0],
      ['a', '=Bought', 1],
      ['b', 'Looked', 0],
    ].map(([userId, event, hour]) => ({
      ...{ type: 'track', userId, event, messageId: `${userId} ${event}` },
      timestamp: `2026-03-05T0${hour}:00:00.000Z`,
    })),
  )
  await server.caughtUp()
  folder = await mkdtemp(join(tmpdir(), 'teia-export-'))
  const key = (own.key.headers.authorization ?? '').replace('Bearer ', '')
  env = { ...process.env, TEIA_SERVER: await server.url(), TEIA_API_KEY: key }
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const range = { from: '2026-03-01', to: '2026-03-31' }
const funnel = { range, steps: [{ event: 'Looked' }, { event: '=Bought' }] }

/** Runs `teia export` with a question in a file, or on standard input. */
async function run(args: string[], question: string | null, input = '') {
  const file = join(folder, `${args.join('-').replaceAll(/[^a-z]/g, '')}.yaml`)
  if (question !== null) await writeFile(file, question)
  const asked = ['--question', question === null ? '-' : file]
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [teia, 'export', ...asked, ...args],
      { env },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
    child.stdin?.end(input)
  })
}

test('teia export answers a question of a file or of standard input as JSON, as the API does', async () => {
  const answer = await own.key.post<FunnelAnswer>('/api/v1/questions/funnel', funnel)
  const yaml = `kind: funnel\nrange: {from: 2026-03-01, to: 2026-03-31}\nsteps:\n  - event: Looked\n  - event: =Bought\n`
  for (const { code, stdout } of [
    await run([], yaml),
    await run(['--form', 'json'], null, JSON.stringify({ kind: 'funnel', question: funnel })),
  ]) {
    expect(code).toBe(0)
    expect((JSON.parse(stdout) as FunnelAnswer).steps).toEqual(answer.steps)
  }
})

test('teia export writes an answer as CSV that no spreadsheet runs, to a file that may be compressed', async () => {
  const out = join(folder, 'funnel.csv.gz')
  const { code, stdout } = await run(
    ['--form', 'csv', '--out', out],
    JSON.stringify({ kind: 'funnel', ...funnel }),
  )
  expect([code, stdout]).toEqual([0, ''])
  const lines = gunzipSync(await readFile(out))
    .toString()
    .trim()
    .split('\r\n')
  expect(lines).toHaveLength(3)
  expect(lines[0]).toMatch(/^step,name,reached,people,share/)
  expect(lines[2]).toMatch(/^2,'=Bought,1,1,0\.5,/)
})

test.each([
  ['trend', { range, breakdown: ['event'] }, /^time,.*Looked/],
  ['paths', { range, by: 'event' }, /^depth,source,target,people,walks\r\n/],
  ['process', { range, by: 'event' }, /\r\nLooked,'=Bought,1,1,1,3600,/],
  ['process-variants', { process: { range, by: 'event' } }, /Looked → =Bought,2,1,1,0\.5/],
  ['retention', { range, first: { event: 'Looked' }, returning: { event: 'Looked' } }, /^cohort,people,/],
  ['lifecycle', { range }, /^start,is_whole,people,new/],
  ['stickiness', { range }, /^start,is_whole,people,share/],
  ['time-between', { range, first: { event: 'Looked' }, next: { event: '=Bought' } }, /^from_s,to_s,people/],
  ['separates', { funnel, step: 1 }, /^kind,name,value,went_on_with/],
  ['attribution', { range, outcome: { event: '=Bought' } }, /^model,channel,conversions/],
  [
    'conformance',
    { range, steps: [{ id: 's', stage: 'a', matcher: { event: 'Looked' } }] },
    /^kind,step,name/,
  ],
])('the answer of %s comes as a table', async (kind, question, expected) => {
  const { code, stdout, stderr } = await run(['--form', 'csv'], JSON.stringify({ kind, question }))
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(expected)
})

test.each([
  ['xes', /<trace>[\s\S]*Looked[\s\S]*<\/log>\n$/],
  ['ocel', /^\{"objectTypes":[\s\S]*"qualifier":"of"[\s\S]*\]\}\n$/],
])('the cases of a process come as %s', async (form, expected) => {
  const { code, stdout } = await run(
    ['--form', form],
    JSON.stringify({ kind: 'process', range, by: 'event' }),
  )
  expect([code, stdout]).toEqual([0, expect.stringMatching(expected)])
})

test('the cases of a map come as an event log', async () => {
  const steps = [{ id: 'looks', stage: 'a', matcher: { event: 'Looked' } }]
  const question = JSON.stringify({ kind: 'conformance', range, steps })
  const { code, stdout } = await run(['--form', 'xes'], question)
  expect([code, stdout]).toEqual([0, expect.stringMatching(/<trace>[\s\S]*"looks"[\s\S]*<\/log>\n$/)])
})

test.each([
  [[], 'kind: [', /neither JSON nor YAML/],
  [[], 'range: {}', /is no question: give its `kind`/],
  [[], 'kind: nothing-known', /404/],
  [[], 'kind: funnel\nrange: {from: 2026-03-01, to: 2026-03-31}', /400: [\s\S]*steps/],
  [['--form', 'csv'], 'kind: pulse', /no CSV of “pulse”/],
  [['--form', 'xes'], 'kind: funnel', /cases of a process/],
  [['--form', 'ndjson'], 'kind: funnel', /no form ndjson/],
  [['--from', '2026-01-01'], 'kind: funnel', /cannot be used with/],
])('%j with %j fails with a reason and a code above zero', async (args, question, reason) => {
  const { code, stdout, stderr } = await run(args, question)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(reason)
})

test('a file that is not there is named', async () => {
  const args = [teia, 'export', '--question', join(folder, 'gone.yaml')]
  const failed = await new Promise<string>((resolve) =>
    execFile(process.execPath, args, { env }, (error, _stdout, stderr) =>
      resolve(`${error?.code} ${stderr}`),
    ),
  )
  expect(failed).toMatch(/^1 [\s\S]*Cannot read .*gone\.yaml/)
})
