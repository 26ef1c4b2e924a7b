import type { Page } from '@playwright/test'
import { AccountPage, Person, PersonPage, TimelinePage } from '@teia/contracts'
import { type Api, collect, expect, open, settled, test, unique, writeKey } from './support/teia.ts'

/** Someone with a name and a long history, so that the timeline has a second page. */
async function busyPerson(api: Api): Promise<Person> {
  const { items } = await api.get(PersonPage, '/people?known=known&limit=40')
  const people = await Promise.all(items.map(({ id }) => api.get(Person, `/people/${id}`)))
  const [busiest] = people.toSorted((a, b) => b.interactions - a.interactions)
  if (!busiest) throw new Error('The demo workspace knows nobody yet.')
  return busiest
}

/** Opens what repeats in a row, so that every item is a line of its own. */
async function openRepeats(page: Page): Promise<void> {
  const closed = page.locator('.timeline .repeats button[aria-expanded="false"]')
  for (let left = await closed.count(); left > 0; left = await closed.count()) await closed.first().click()
}
const lines = '.timeline > li:not(.repeats)'

test('a search leads to a person, whose timeline runs from the newest interaction back', async ({
  page,
  api,
}) => {
  const person = await busyPerson(api)
  await open(page, '/people')
  await page.getByRole('searchbox', { name: 'Name, e-mail or identifier' }).fill(person.email ?? person.name)
  await expect(page).toHaveURL(/search=/)
  await settled(page)
  const row = page
    .getByRole('group', { name: 'People' })
    .getByRole('row')
    .filter({ hasText: person.email ?? person.name })
  await row.first().focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: person.name })).toBeVisible()
  await settled(page)

  const times = () =>
    page
      .locator(`${lines} time`)
      .evaluateAll((marks) => marks.map((mark) => Date.parse(mark.getAttribute('datetime') ?? '')))
  await openRepeats(page)
  const shown = await times()
  expect(shown.length).toBeGreaterThan(1)
  expect(shown).toEqual(shown.toSorted((a, b) => b - a))
  const { items, nextCursor } = await api.get(TimelinePage, `/people/${person.id}/timeline?limit=50`)
  expect(shown.slice(0, items.length)).toEqual(items.map((item) => Date.parse(item.time)))

  if (nextCursor) {
    await page.locator('.timeline').last().scrollIntoViewIfNeeded()
    await expect
      .poll(async () => {
        await openRepeats(page)
        return (await times()).length
      })
      .toBeGreaterThan(items.length)
    const longer = await times()
    expect(longer).toEqual(longer.toSorted((a, b) => b - a))
  }
})

test('a timeline narrows by channel and by words, and opens an event as it was accepted', async ({
  page,
  api,
}) => {
  const person = await busyPerson(api)
  const channel = person.touchpoints[0]?.channel ?? 'web'
  const narrow = await api.get(TimelinePage, `/people/${person.id}/timeline?limit=50&channel=${channel}`)
  await open(page, `/people/${person.id}?channel=${channel}`)
  const items = page.locator(lines)
  await settled(page)
  await openRepeats(page)
  await expect.poll(() => items.count()).toBeGreaterThanOrEqual(narrow.items.length)

  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(page).toHaveURL(new RegExp(`/people/${person.id}$`))
  const word = narrow.items[0]?.name ?? ''
  await page.getByRole('searchbox', { name: 'Search in the timeline' }).fill(word)
  await expect(page).toHaveURL(/search=/)
  await settled(page)
  await items.first().getByRole('button').click()
  const panel = page.getByRole('complementary', { name: 'Event' })
  await expect(panel.locator('pre')).toContainText('"messageId"')
  await panel.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('complementary', { name: 'Facts' })).toBeVisible()
})

test('history before sign-in joins, and the page says why', async ({ page, api, request }) => {
  const key = await writeKey(api)
  const [userId, anonymousId] = [unique('joined'), unique('device')]
  const event = unique('Looked Before')
  await collect(request, key, 'track', { anonymousId, event })
  await collect(request, key, 'identify', { userId, anonymousId, traits: { name: userId } })
  const found = async () => (await api.get(PersonPage, `/people?search=${encodeURIComponent(userId)}`)).items
  await expect.poll(async () => (await found()).length).toBe(1)
  const [person] = await found()
  await open(page, `/people/${person?.id}`)
  const facts = page.getByRole('complementary', { name: 'Facts' })
  const identifiers = facts.locator('.mono')
  await expect(identifiers.filter({ hasText: userId }).first()).toBeVisible()
  await expect(identifiers.filter({ hasText: anonymousId }).first()).toBeVisible()
  await facts.getByText('Why they are one person').click()
  await expect(facts.locator('.links').getByText(/came together in one event/)).toBeVisible()
  await expect(page.locator('.timeline').getByText(event)).toBeVisible()
})

test('the list of accounts leads to an account with its people, and says where its health comes from', async ({
  page,
  api,
  request,
}) => {
  const groupId = unique('household')
  const userId = unique('member')
  const key = await writeKey(api)
  const properties = { metric: 'csat', score: 5 }
  await collect(request, key, 'track', { userId, event: 'Survey Answered', properties })
  await collect(request, key, 'group', { userId, groupId, traits: { name: groupId } })
  const found = async () =>
    (await api.get(AccountPage, `/accounts?search=${encodeURIComponent(groupId)}`)).items
  await expect.poll(async () => (await found()).length).toBe(1)
  await open(page, '/accounts')
  await page.getByRole('searchbox', { name: 'Name or group' }).fill(groupId)
  await expect(page).toHaveURL(/search=/)
  await settled(page)
  await page.getByRole('group', { name: 'Accounts' }).getByText(groupId).first().click()
  await expect(page.getByRole('heading', { level: 1, name: groupId })).toBeVisible()
  await expect(page.getByText('1 person', { exact: true })).toBeVisible()
  const health = page.locator('section').filter({ hasText: 'How the health comes about' })
  const row = (name: string) => health.getByRole('row').filter({ hasText: name })
  const shown = async () => {
    await page.reload()
    await settled(page)
    return row('CSAT').count()
  }
  await expect.poll(shown).toBe(1)
  await expect(row('CSAT')).toContainText('100.0 %')
  await expect(row('from 1 answer in a year')).toHaveCount(1)
})
