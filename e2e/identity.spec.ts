import { ComputedTraitList, IdentityReviewPage, IdentityRules, Person, PersonPage } from '@teia/contracts'
import { type Api, collect, expect, open, settled, test, unique, writeKey } from './support/teia.ts'

const peopleNamed = async (api: Api, name: string) =>
  (await api.get(PersonPage, `/people?search=${encodeURIComponent(name)}`)).items

test('two customers with one e-mail wait for a yes, which joins them, and the person page takes it back', async ({
  page,
  api,
  request,
}) => {
  const key = await writeKey(api)
  const word = unique('twin').replace(' ', '-')
  const email = `${word}@mail.example`
  for (const one of ['first', 'second'])
    await collect(request, key, 'identify', {
      userId: `${word}-${one}`,
      traits: { name: `${word} ${one}`, email },
    })
  const waiting = async () =>
    (await api.get(IdentityReviewPage, '/identity/reviews?limit=200')).items.filter((review) =>
      review.people.some((one) => one.name.startsWith(word)),
    )
  await expect.poll(async () => (await waiting()).length).toBe(1)

  await open(page, '/identity')
  const pair = page
    .getByRole('list', { name: 'Joins to decide' })
    .locator('.identity-pair')
    .filter({ hasText: word })
  await expect(pair).toContainText('would be too many: User')
  await pair.getByRole('button', { name: 'The same person' }).click()
  await expect(page.getByText('They are one person now.')).toBeVisible()
  await expect(pair).toHaveCount(0)

  const [joined, ...others] = await peopleNamed(api, word)
  expect(others).toEqual([])
  await open(page, `/people/${joined?.id}`)
  const facts = page.getByRole('complementary', { name: 'Facts' })
  await expect(facts.getByRole('img', { name: /How the identifiers are linked/ })).toBeVisible()
  await facts.getByText('Why they are one person').click()
  const accepted = facts.getByRole('listitem').filter({ hasText: 'joined by demo@teia.example' })
  await accepted.getByRole('button', { name: 'Take back' }).click()
  await expect(page.getByText('Taken back. 2 people now.')).toBeVisible()
  await expect.poll(async () => (await peopleNamed(api, word)).length).toBe(2)
})

test('an identifier is taken out of a person with the keyboard, and goes with its events', async ({
  page,
  api,
  request,
}) => {
  const key = await writeKey(api)
  const [userId, anonymousId] = [unique('whole').replace(' ', '-'), unique('part').replace(' ', '-')]
  await collect(request, key, 'track', { anonymousId, event: 'Looked' })
  await collect(request, key, 'identify', { userId, anonymousId, traits: { name: userId } })
  await expect
    .poll(async () => (await peopleNamed(api, anonymousId)).map((one) => one.name))
    .toEqual([userId])
  const [whole] = await peopleNamed(api, userId)
  await open(page, `/people/${whole?.id}`)
  await page.getByRole('button', { name: `Take out: ${anonymousId}` }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Taken back. 2 people now.')).toBeVisible()
  const [part] = await peopleNamed(api, anonymousId)
  const { identifiers, interactions } = await api.get(Person, `/people/${part?.id}`)
  expect([identifiers.map((one) => one.value), interactions]).toEqual([[anonymousId], 1])
})

test('a computed trait is made, counted and shown with people, and removed again', async ({
  page,
  api,
  request,
}) => {
  const key = await writeKey(api)
  const [userId, name] = [unique('buyer').replace(' ', '-'), unique('visits')]
  await collect(request, key, 'track', { userId, event: 'Looked' })
  await open(page, '/computed-traits')
  await page.getByRole('button', { name: 'New computed trait' }).click()
  const dialog = page.getByRole('dialog', { name: 'New computed trait' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByRole('button', { name: 'Create' }).click()
  await expect(dialog).toHaveCount(0)
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toBeVisible()
  const countedFor = async () => {
    const [found] = await peopleNamed(api, userId)
    const person = found && (await api.get(Person, `/people/${found.id}`))
    return person?.traits.find((trait) => trait.name === name)?.value
  }
  await expect.poll(countedFor, { timeout: 120_000, intervals: [2_000] }).toBe(1)
  await row.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(row).toHaveCount(0)
  const { items } = await api.get(ComputedTraitList, '/computed-traits')
  expect(items.map((one) => one.name)).not.toContain(name)
})

test('the rules show every kind of identifier, and what is shared by many has its own list', async ({
  page,
}) => {
  await open(page, '/identity-rules')
  for (const kind of ['User', 'Visitor', 'E-mail', 'Phone', 'Device'])
    await expect(page.getByRole('rowheader', { name: kind, exact: true })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Values that identify nobody' })).toHaveValue(/undefined/)
  await open(page, '/identity')
  await page.getByRole('button', { name: 'Shared identifiers' }).click()
  await expect(page).toHaveURL(/part=shared/)
  await settled(page)
})

test('a type of external ids gets rules of its own, and loses them again', async ({ page, api }) => {
  const type = unique('crm')
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, '_')
  const rules = async () => (await api.get(IdentityRules, '/identity/rules')).externalTypes
  await open(page, '/identity-rules')
  const field = page.getByRole('textbox', { name: 'Type of external ids with rules of its own' })
  await field.fill('not a type!')
  await expect(page.getByText('Letters, digits and')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Add type' })).toBeDisabled()
  await field.fill(type)
  await field.press('Enter')
  await expect(page.getByRole('rowheader', { name: type })).toBeVisible()
  await page.getByRole('textbox', { name: `Order: ${type}` }).fill('25')
  await page.getByRole('textbox', { name: `Per person: ${type}` }).fill('2')
  await page.getByRole('textbox', { name: `Blocked: ${type}` }).fill('none\ntest-*')
  await page.getByRole('combobox', { name: `How ${type} is read` }).selectOption('letters_and_digits')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  expect((await rules())[type]).toMatchObject({
    use: 'join',
    priority: 25,
    limit: 2,
    blocked: ['none', 'test-*'],
    read: 'letters_and_digits',
  })
  await page.getByRole('button', { name: `Remove the rules of ${type}` }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect.poll(async () => Object.hasOwn(await rules(), type)).toBe(false)
})

test('a change of how e-mails are read says first what it would do, and holds for what is stored', async ({
  page,
  api,
  request,
}) => {
  const key = await writeKey(api)
  const word = unique('tag')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  for (const one of ['a', 'b'])
    await collect(request, key, 'identify', {
      anonymousId: `${word}-${one}`,
      traits: { email: `${word}+${one}@mail.example` },
    })
  const found = async () => (await peopleNamed(api, word)).length
  await expect.poll(found).toBe(2)
  const turn = async () => {
    await open(page, '/identity-rules')
    await page.getByRole('checkbox', { name: 'In e-mails, ignore what follows a plus sign' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    const dialog = page.getByRole('dialog', { name: 'Change who is who?' })
    await expect(dialog).toContainText(/people/)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog).toHaveCount(0)
    await expect
      .poll(async () => (await api.get(IdentityRules, '/identity/rules')).reading.state, { timeout: 80_000 })
      .toBe('done')
  }
  await turn()
  await expect.poll(found).toBe(1)
  await turn()
  await expect.poll(found).toBe(2)
})
