import type { Page } from '@playwright/test'
import { ApiKeyPage, MemberPage } from '@teia/contracts'
import { expect, open, settled, test, unique } from './support/teia.ts'

/** A viewer is offered no page and no list that the server would refuse: not in the rail, not in the palette, not by key. */
async function seesOnlyItsPages(guest: Page): Promise<void> {
  const rail = guest.getByRole('navigation', { name: 'Main' })
  await expect(rail.getByRole('link', { name: 'Paths' })).toHaveCount(0)
  await rail.getByRole('link', { name: 'Journeys' }).click()
  await expect(rail.getByRole('link', { name: 'Paths' })).toBeVisible()
  await rail.getByRole('link', { name: 'Data' }).click()
  await expect(guest.getByRole('heading', { level: 1, name: 'Touchpoints' })).toBeVisible()
  for (const hidden of ['People', 'Sources', 'Live events'])
    await expect(rail.getByRole('link', { name: hidden })).toHaveCount(0)

  await guest.keyboard.press('Control+k')
  const hits = guest.getByRole('listbox').getByRole('option')
  await expect(hits.filter({ hasText: /^Trends/ })).toHaveCount(1)
  for (const hidden of ['Accounts', 'Members', 'API keys', 'Audit log'])
    await expect(hits.filter({ hasText: new RegExp(`^${hidden}`) })).toHaveCount(0)
  await guest.keyboard.press('Escape')
  await expect(hits).toHaveCount(0)
  await guest.keyboard.press('g')
  await guest.keyboard.press('e')
  await guest.keyboard.press('g')
  await guest.keyboard.press('p')
  await expect(guest.getByRole('heading', { level: 1, name: 'Pulse' })).toBeVisible()
  await expect(guest.getByRole('heading', { name: 'Live' })).toHaveCount(0)
}

test('a new name of the workspace shows in the rail and in the audit log', async ({ page, api }) => {
  const { name } = api.workspace
  const renamed = unique('Aurora')
  try {
    await open(page, '/settings/workspace')
    await page.getByLabel('Name of the workspace').fill(renamed)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('banner')).toContainText(renamed)
    await open(page, '/settings/audit')
    await page.getByRole('group', { name: 'Audit log' }).locator('tbody tr').first().click()
    const entry = page.getByRole('complementary', { name: 'Entry of the audit log' })
    await expect(entry.locator('ins')).toHaveText(renamed)
    await expect(entry.locator('del')).toHaveText(name)
  } finally {
    await api.send('PATCH', '/workspace', { name })
  }
})

test('an invited viewer joins by the link and is shown no people', async ({
  page,
  api,
  browser,
  baseURL,
}) => {
  const email = `${unique('viewer').replace(' ', '.')}@teia.example`
  await open(page, '/settings/members')
  await page.getByRole('button', { name: 'Invite' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail').fill(email)
  await dialog.getByLabel('Role').selectOption('viewer')
  await dialog.getByRole('button', { name: 'Create invitation' }).click()
  const link = new URL((await dialog.locator('code').textContent()) ?? '')
  const theirs = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }) })
  await theirs.addInitScript('localStorage.setItem("teia.language", "en")')
  try {
    const guest = await theirs.newPage()
    await guest.goto(`${link.pathname}${link.search}`)
    await expect(guest.getByText(/You are invited to .* as viewer/)).toBeVisible()
    await guest.getByLabel('Name').fill('Vera Visita')
    await guest.getByLabel('Password', { exact: true }).fill('a-long-password')
    await guest.getByRole('button', { name: 'Accept the invitation' }).click()
    await expect(guest).toHaveURL(/\/sign-in/)
    await guest.getByRole('textbox', { name: 'E-mail' }).fill(email)
    await guest.getByLabel('Password', { exact: true }).fill('a-long-password')
    await guest.getByRole('button', { name: 'Sign in' }).click()
    await settled(guest)
    await expect(guest.getByRole('group', { name: 'Metrics of the period' })).toBeVisible()
    await seesOnlyItsPages(guest)
    const refused = guest.waitForResponse((answer) => answer.url().includes('/api/v1/people'))
    await guest.goto('/people')
    expect((await refused).status()).toBe(403)
    await expect(guest.getByRole('alert')).toContainText('Your role does not allow this')
    await expect(guest.getByRole('group', { name: 'People' })).toHaveCount(0)
  } finally {
    await theirs.close()
    const { items } = await api.get(MemberPage, '/members')
    const member = items.find((one) => one.email === email)
    if (member) await api.send('DELETE', `/members/${member.id}`)
  }
  await page.reload()
  await settled(page)
  await expect(page.getByRole('group', { name: 'Members' })).not.toContainText(email)
})

test('a secret key is shown once, opens what it may, and stops when it is revoked', async ({
  page,
  api,
  playwright,
  baseURL,
}) => {
  const name = unique('Export')
  await open(page, '/settings/keys')
  await page.getByRole('button', { name: 'New key' }).first().click()
  await page.getByRole('dialog').getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Create key' }).click()
  const made = page.getByRole('dialog', { name: `Key ${name}` })
  const key = (await made.locator('code').textContent()) ?? ''
  const script = await playwright.request.newContext({
    ...(baseURL === undefined ? {} : { baseURL }),
    extraHTTPHeaders: { authorization: `Bearer ${key}` },
  })
  expect((await script.get('/api/v1/people?limit=1')).status()).toBe(200)
  expect((await script.get('/api/v1/members')).status()).toBe(403)
  await made.getByRole('button', { name: 'I have kept it' }).click()
  await expect(made).toBeHidden()
  await expect(page.locator('main')).not.toContainText(key)

  const row = page.getByRole('group', { name: 'API keys' }).getByRole('row').filter({ hasText: name })
  await row.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(row).toHaveCount(0)
  expect((await script.get('/api/v1/people?limit=1')).status()).toBe(401)
  expect((await api.get(ApiKeyPage, '/keys')).items.map((one) => one.name)).not.toContain(name)
  await script.dispose()
})
