import { newPerson, openPerson, peopleCalled } from './support/new-person.ts'
import { expect, test } from './support/teia.ts'

test('a note and a task stand beside a person; the task is done by a click', async ({
  page,
  api,
  request,
}) => {
  const facts = await openPerson(page, await newPerson(api, request))
  await facts.getByRole('button', { name: 'Add' }).click()
  await facts.getByLabel('What colleagues should know').fill('Likes to be called in the morning')
  await facts.getByRole('button', { name: 'Write' }).click()
  await expect(facts.getByText('Likes to be called in the morning')).toBeVisible()

  await facts.getByRole('button', { name: 'Add' }).click()
  await facts.getByRole('button', { name: 'Task' }).click()
  await facts.getByLabel('What is to be done').fill('Call about the order')
  await facts.getByLabel('Due on').fill('2020-01-31')
  await facts.getByRole('button', { name: 'Write' }).click()
  await expect(facts.getByText('overdue since 31 Jan 2020')).toBeVisible()
  await expect(facts.getByText('1 open task')).toBeVisible()
  await facts.getByRole('checkbox', { name: 'Done: Call about the order' }).check()
  await expect(facts.getByText('no open task')).toBeVisible()
})

test('what repeats in a row is one line that opens, and a day can be jumped to', async ({
  page,
  api,
  request,
}) => {
  await openPerson(page, await newPerson(api, request, Array<string>(4).fill('Looked again')))
  const lines = page.locator('.timeline > li')
  await expect.poll(() => lines.count()).toBe(2)
  await page.locator('.timeline .repeats button').click()
  await expect(lines).toHaveCount(6)
  await page.getByLabel('Jump to a day').fill('2020-01-31')
  await expect(page).toHaveURL(/day=2020-01-31/)
  await expect(page.getByText('Nothing here')).toBeVisible()
})

test('a person is exported as one file, then erased with a receipt for each store', async ({
  page,
  api,
  request,
}) => {
  const person = await newPerson(api, request)
  await openPerson(page, person)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export' }).click(),
  ])
  expect(download.suggestedFilename()).toBe(`person-${person.id}.json`)

  await page.getByRole('button', { name: 'Erase…' }).click()
  const dialog = page.getByRole('dialog')
  const erase = dialog.getByRole('button', { name: 'Erase', exact: true })
  await expect(erase).toBeDisabled()
  await dialog.getByLabel('Reason').fill('asked by letter')
  await dialog.getByLabel(/Type/).fill(person.name)
  await erase.click()
  await expect(dialog.getByText('Erased from every store.')).toBeVisible({ timeout: 60_000 })
  await dialog.getByRole('button', { name: 'All erasures' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Privacy' })).toBeVisible()
  const row = page
    .getByRole('group', { name: 'Erasures' })
    .getByRole('row')
    .filter({ hasText: 'asked by letter' })
  await row.first().click()
  const panel = page.getByRole('complementary', { name: 'Erasure' })
  await expect(panel.getByText(/removed/).first()).toBeVisible()
  await expect.poll(() => peopleCalled(api, person.name)).toEqual([])
})
