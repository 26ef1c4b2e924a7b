import type { Page } from '@playwright/test'
import { PersonPage } from '@teia/contracts'
import { type Api, collect, expect, open, settled, unique, writeKey } from './teia.ts'

type Request = Parameters<typeof collect>[0]
export type NewPerson = { id: string; name: string }

/** Sends somebody of whom nobody else makes a test, with what they did; resolves once they have a page. */
export async function newPerson(
  api: Api,
  request: Request,
  events: readonly string[] = [],
  traits: Record<string, unknown> = {},
): Promise<NewPerson> {
  const name = unique('Cared for')
  const key = await writeKey(api)
  await collect(request, key, 'identify', { userId: name, traits: { name, ...traits } })
  for (const event of events) await collect(request, key, 'track', { userId: name, event })
  await expect.poll(async () => (await peopleCalled(api, name)).length).toBe(1)
  return { id: (await peopleCalled(api, name))[0]?.id ?? '', name }
}

/** Who is found by this name. */
export async function peopleCalled(api: Api, name: string) {
  return (await api.get(PersonPage, `/people?search=${encodeURIComponent(name)}`)).items
}

/** Opens the page of a person, and gives its column of facts. */
export async function openPerson(page: Page, person: NewPerson) {
  await open(page, `/people/${person.id}`)
  await settled(page)
  return page.getByRole('complementary', { name: 'Facts' })
}
