import { type FaultCode, faultSentences, type Language, placeholders, sayFaults } from '@teia/contracts'
import { sayFaultsIn } from '@teia/contracts/say-faults'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importAll } from '../../../test/import-files.ts'
import { openTestServer, type TestServer } from '../../../test/test-server.ts'
import { insertRejects } from './rejects.queries.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.close())

type Workspace = Awaited<ReturnType<TestServer['workspace']>>
const bad = [
  'user_id,event,timestamp',
  'ana,Opened,2026-01-02',
  ',Opened,2026-01-02',
  'bia,Opened,never',
].join('\n')

/** The reasons of the file, in its order. */
const reasonsIn = (csv: string) =>
  csv
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => (/^[^,]*,\d+,(?:"((?:[^"]|"")*)"|([^",]*)),/.exec(line) ?? []).slice(1).join(''))
    .map((cell) => cell.replaceAll('""', '"'))

async function reasonsOf(own: Workspace, path: string, headers: Record<string, string> = {}) {
  const { text, headers: told } = await own.key.request('GET', path, { headers })
  return { reasons: reasonsIn(text), language: told['content-language'] }
}

test('the file of rejected rows is written in the language that is asked for, or that the browser prefers', async () => {
  const own = await server.workspace()
  const { rejectsUrl } = await importAll(own, [['visits.csv', bad]])
  const url = rejectsUrl ?? ''
  expect(await reasonsOf(own, url)).toEqual({
    language: 'en',
    reasons: [
      '“user_id” is empty, so nobody can be told by it.',
      '“timestamp” is "never", which is no date (ymd).',
    ],
  })
  const italian = {
    language: 'it',
    reasons: [
      '“user_id” è vuoto, quindi non si sa di chi si tratta.',
      '“timestamp” è "never", che non è una data (ymd).',
    ],
  }
  expect(await reasonsOf(own, `${url}?language=it`)).toEqual(italian)
  expect(await reasonsOf(own, url, { 'accept-language': 'de, it-IT;q=0.8, en;q=0.5' })).toEqual(italian)
  expect(await reasonsOf(own, `${url}?language=pt-BR`, { 'accept-language': 'it' })).toEqual({
    language: 'pt-BR',
    reasons: [
      '“user_id” está vazio, então não se sabe de quem se trata.',
      '“timestamp” é "never", que não é uma data (ymd).',
    ],
  })
  expect((await own.key.request('GET', `${url}?language=fr`)).status).toBe(400)
})

const codes = Object.keys(faultSentences) as FaultCode[]
const everyFault = codes.map((code) => ({
  code,
  values: Object.fromEntries(placeholders(faultSentences[code]).map((name, n) => [name, n + 2])),
}))
/** Words that English sentences are made of, and the other two languages are not. */
const english = /\b(the|is|are|not|of|and|with|was|must|cannot|which|there|this|that|has|have|here|needs?)\b/i

test('whatever a row is refused for, the file carries no English sentence in Italian or Portuguese', async () => {
  const own = await server.workspace()
  const done = await importAll(own, [['visits.csv', bad]])
  const rejects = everyFault.map((fault, n) => ({ file: 'all.csv', line: n + 1, faults: [fault], raw: '' }))
  await insertRejects(server.stores.postgres, done.id, rejects)
  for (const language of ['it', 'pt-BR'] satisfies Language[]) {
    const { reasons } = await reasonsOf(own, `${done.rejectsUrl}?language=${language}`)
    const told = reasons.slice(-rejects.length)
    expect(told).toHaveLength(codes.length)
    for (const [n, reason] of told.entries()) {
      const faults = rejects[n]?.faults ?? []
      expect(reason).toBe(sayFaultsIn(language, faults))
      expect(reason).not.toBe(sayFaults(faults))
      expect(reason.replaceAll(/“[^”]*”/g, '')).not.toMatch(english)
      expect(reason).not.toMatch(/[{}]/)
    }
  }
})
