import {
  type APIRequestContext,
  type APIResponse,
  type BrowserContext,
  test as base,
  expect,
  type Page,
  type PlaywrightWorkerArgs,
} from '@playwright/test'
import { Session, SourcePage } from '@teia/contracts'
import type { z } from 'zod'

export { expect }
export const demo = { email: 'demo@teia.example', password: 'teia-demo-2026' }
type State = Awaited<ReturnType<APIRequestContext['storageState']>>
type Workspace = Session['workspaces'][number]

/** The API as the signed-in owner of the demo workspace sees it. Every answer is parsed by its contract. */
export class Api {
  readonly workspace: Workspace
  readonly #request: APIRequestContext
  constructor(request: APIRequestContext, workspace: Workspace) {
    this.#request = request
    this.workspace = workspace
  }
  async get<S extends z.ZodType>(schema: S, path: string): Promise<z.output<S>> {
    return this.#parsed(schema, await this.send('GET', path))
  }
  async ask<S extends z.ZodType>(schema: S, path: string, body: unknown): Promise<z.output<S>> {
    return this.#parsed(schema, await this.send('POST', path, body))
  }
  /** A call whose answer the test looks at itself. */
  send(method: string, path: string, body?: unknown): Promise<APIResponse> {
    return this.#request.fetch(`/api/v1${path}`, {
      method,
      headers: { 'x-workspace-id': this.workspace.id, 'x-requested-with': 'teia' },
      ...(body === undefined ? {} : { data: body }),
    })
  }
  /** Sends files as a form does. */
  upload(
    path: string,
    multipart: Record<string, { name: string; mimeType: string; buffer: Buffer }>,
  ): Promise<APIResponse> {
    return this.#request.post(`/api/v1${path}`, {
      headers: { 'x-workspace-id': this.workspace.id, 'x-requested-with': 'teia' },
      multipart,
    })
  }
  async #parsed<S extends z.ZodType>(schema: S, answer: APIResponse): Promise<z.output<S>> {
    expect(answer.ok(), `${answer.url()} was answered with ${answer.status()}`).toBe(true)
    return schema.parse(await answer.json())
  }
}

/** Sends one call of the Segment API with a write key; the answer is the test's to judge. */
export function collect(request: APIRequestContext, key: string, call: string, body: unknown) {
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`
  return request.post(`/v1/${call}`, { headers: { authorization }, data: body })
}

/** The write key of a source of the demo workspace that may send. */
export async function writeKey(api: Api): Promise<string> {
  const { items } = await api.get(SourcePage, '/sources')
  const source = items.find((one) => one.enabled)
  if (!source) throw new Error('The demo workspace has no source that is on.')
  return source.writeKey
}

/** A name that no earlier run has used. */
export const unique = (word: string) => `${word} ${Date.now().toString(36)}${Math.floor(Math.random() * 1e4)}`

/** Opens a page and waits until its answers are drawn; a live stream never rests, so the network is not asked. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await settled(page)
}
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('main h1').first()).toBeVisible()
  await expect(page.locator('main [aria-busy="true"]')).toHaveCount(0)
  await expect(page.locator('main .stale')).toHaveCount(0)
}

/** Chooses one line of a pick in the filter row. */
export async function pick(page: Page, name: string, choice: string): Promise<void> {
  await page
    .getByRole('group', { name: 'Filters' })
    .getByRole('button', { name: new RegExp(`^${name} `) })
    .click()
  await page.getByRole('option', { name: choice, exact: true }).click()
}

/** A search part of an address, as the router of the web app writes it. */
export function address(path: string, search: Record<string, unknown>): string {
  const parts = Object.entries(search).map(
    ([name, value]) =>
      `${name}=${encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))}`,
  )
  return `${path}?${parts.join('&')}`
}

/** A day of the workspace as `yyyy-mm-dd`, so many days ago. */
export function day(timeZone: string, ago: number): string {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date())
  const at = new Date(`${today}T12:00:00Z`)
  at.setUTCDate(at.getUTCDate() - ago)
  return at.toISOString().slice(0, 10)
}

/** Numbers as the English interface writes them. */
export const whole = (value: number) => new Intl.NumberFormat('en-GB').format(value)
/** As pages write it: half goes up, also where the machine's nearest number lies below. */
export const rounded = (value: number, digits: number) =>
  new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)

/** Gives the pages of a context a language and a theme to begin with; what a test changes there is kept. */
export async function prefer(context: BrowserContext, language: string, theme: string): Promise<void> {
  await context.addInitScript(
    ([chosen, shade]) => {
      const { localStorage } = globalThis as unknown as {
        localStorage: { getItem(name: string): string | null; setItem(name: string, value: string): void }
      }
      if (!localStorage.getItem('teia.language')) localStorage.setItem('teia.language', chosen ?? 'en')
      if (!localStorage.getItem('teia.theme')) localStorage.setItem('teia.theme', shade ?? 'light')
    },
    [language, theme],
  )
}

/** The API for somebody who is signed in, in the demo workspace when there is one. */
export async function openApi(playwright: Playwright, session: State, baseURL: string) {
  const request = await playwright.request.newContext({
    baseURL,
    storageState: session,
    extraHTTPHeaders: { origin: new URL(baseURL).origin },
  })
  const answer = Session.parse(await (await request.get('/api/v1/session')).json())
  const workspace = answer.workspaces.find((one) => one.isDemo) ?? answer.workspaces[0]
  if (!workspace) throw new Error('The demo account has no workspace.')
  return { api: new Api(request, workspace), close: () => request.dispose() }
}

type Playwright = PlaywrightWorkerArgs['playwright']
type Fixtures = { api: Api; language: string; theme: 'light' | 'dark'; asDemo: boolean }

/**
 * Tests begin signed in to the demo, in English and light. The sign-in happens once a worker: the server allows only
 * so many a minute.
 */
export const test = base.extend<Fixtures, { session: State }>({
  language: ['en', { option: true }],
  theme: ['light', { option: true }],
  asDemo: [true, { option: true }],
  session: [
    async ({ playwright }, use, info) => {
      const baseURL = info.project.use.baseURL ?? ''
      const request = await playwright.request.newContext({ baseURL })
      const answer = await request.post('/api/auth/sign-in/email', {
        data: demo,
        headers: { origin: new URL(baseURL).origin },
      })
      expect(answer.ok(), `sign-in was answered with ${answer.status()}`).toBe(true)
      await use(await request.storageState())
      await request.dispose()
    },
    { scope: 'worker' },
  ],
  context: async ({ context, session, language, theme, asDemo }, use) => {
    if (asDemo) await context.addCookies(session.cookies)
    await prefer(context, language, theme)
    await use(context)
  },
  api: async ({ playwright, session, baseURL }, use) => {
    const { api, close } = await openApi(playwright, session, baseURL ?? '')
    await use(api)
    await close()
  },
})
