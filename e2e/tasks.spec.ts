import { AccountPage, Note, Session } from '@teia/contracts'
import { newPerson } from './support/new-person.ts'
import { type Api, collect, expect, open, pick, settled, test, unique, writeKey } from './support/teia.ts'

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString()

/** A task beside a person of its own, given to whoever is signed in. */
async function ownTask(
  api: Api,
  request: Parameters<typeof newPerson>[1],
  more: { dueAt?: string | null; nobody?: boolean } = {},
) {
  const person = await newPerson(api, request)
  const { user } = await api.get(Session, '/session')
  const text = unique('Call')
  await api.ask(Note, `/people/${person.id}/notes`, {
    kind: 'task',
    text,
    dueAt: more.dueAt ?? null,
    assigneeId: more.nobody ? null : user.id,
  })
  return { person, text }
}

test('one’s own tasks stand by urgency, are ticked off by keyboard, taken back, and found under what is done', async ({
  page,
  api,
  request,
}) => {
  const late = await ownTask(api, request, { dueAt: day(3) })
  const whenever = await ownTask(api, request)
  await open(page, '/tasks')
  const rows = page.getByRole('group', { name: 'Tasks', exact: true }).getByRole('row')
  const texts = await rows.allInnerTexts()
  const at = (words: string) => texts.findIndex((text) => text.includes(words))
  expect(at('Overdue')).toBeGreaterThan(-1)
  expect(at(late.text)).toBeGreaterThan(at('Overdue'))
  expect(at('Without a date')).toBeGreaterThan(at(late.text))
  expect(at(whenever.text)).toBeGreaterThan(at('Without a date'))

  const row = rows.filter({ hasText: late.text })
  const box = row.getByRole('checkbox')
  await row.focus()
  await page.keyboard.press('Space')
  await expect(box).toBeChecked()
  await page.keyboard.press('Space')
  await expect(box).not.toBeChecked()
  await page.keyboard.press('Space')
  await expect(box).toBeChecked()
  await page.getByRole('button', { name: 'Done', exact: true }).click()
  await expect(page).toHaveURL(/view=done/)
  await expect(rows.filter({ hasText: late.text })).toHaveCount(1)
  await row.getByRole('link', { name: late.person.name }).click()
  await expect(page.getByRole('heading', { level: 1, name: late.person.name })).toBeVisible()
})

test('a task of nobody is found in the team, given to somebody in its row, and changed', async ({
  page,
  api,
  request,
}) => {
  const { text } = await ownTask(api, request, { nobody: true })
  await open(page, '/tasks?view=team')
  await pick(page, 'Who does it', 'Nobody yet')
  await settled(page)
  const row = page.getByRole('row').filter({ hasText: text })
  await row.getByRole('button', { name: /Who does it/ }).click()
  await page.getByRole('option', { name: /\(you\)$/ }).click()
  await expect(row.getByRole('button', { name: /Who does it .*\(you\)/ })).toBeVisible()

  await page.getByRole('button', { name: 'Yours' }).click()
  await expect(row).toHaveCount(1)
  await row.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Edit task' })
  await dialog.getByLabel('What is to be done').fill(`${text}, in the morning`)
  await dialog.getByLabel('Due on').fill('2020-01-31')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(row.getByText(`${text}, in the morning`)).toBeVisible()
  await expect(row.getByText('overdue since 31 Jan 2020')).toBeVisible()
})

test('a new task is begun in the palette and counted in the rail', async ({ page, api, request }) => {
  const person = await newPerson(api, request)
  await open(page, '/')
  await page.keyboard.press('Control+K')
  await page.getByRole('combobox').fill('new task')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New task' })
  await dialog.getByLabel('About').fill(person.name)
  await dialog.getByRole('option', { name: person.name }).click()
  const text = unique('Write')
  await dialog.getByLabel('What is to be done').fill(text)
  await dialog.getByLabel('Who does it').selectOption({ index: 1 })
  await dialog.getByRole('button', { name: 'Write' }).click()
  await expect(dialog).toHaveCount(0)
  await page.getByRole('button', { name: 'Of the team' }).click()
  const row = page.getByRole('row').filter({ hasText: text })
  await expect(row.getByRole('link', { name: person.name })).toBeVisible()
  await row.getByRole('button', { name: /Who does it/ }).click()
  await page.getByRole('option', { name: /\(you\)$/ }).click()
  await expect(
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Tasks.*open task/ }),
  ).toBeVisible()
})

test('a task beside an account is written on its page, and leads back there from the list of the team', async ({
  page,
  api,
  request,
}) => {
  const [name, text] = [unique('Company'), unique('Renew')]
  const key = await writeKey(api)
  await collect(request, key, 'group', { userId: name, groupId: name, traits: { name } })
  const found = () => api.get(AccountPage, `/accounts?search=${encodeURIComponent(name)}`)
  await expect.poll(async () => (await found()).items.length).toBe(1)
  await open(page, `/accounts/${(await found()).items[0]?.id}`)
  await settled(page)
  const facts = page.getByRole('complementary', { name: 'Facts' })
  await facts.getByRole('button', { name: 'Add', exact: true }).click()
  await facts.getByText('Task', { exact: true }).click()
  await facts.getByLabel('What is to be done').fill(text)
  await facts.getByRole('button', { name: 'Write', exact: true }).click()
  await expect(facts.getByRole('listitem').filter({ hasText: text })).toBeVisible()

  await open(page, `/tasks?view=team&search=${encodeURIComponent(name)}`)
  const row = page.getByRole('row').filter({ hasText: text })
  await row.getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
})
