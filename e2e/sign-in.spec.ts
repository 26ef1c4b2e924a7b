import { demo, expect, open, settled, test } from './support/teia.ts'

test.use({ asDemo: false })

test('sign-in works by keyboard alone and opens Pulse; sign-out leads back to the door', async ({ page }) => {
  await page.goto('/')
  await expect(page).toHaveURL(/\/sign-in$/)
  await page.getByRole('textbox', { name: 'E-mail' }).focus()
  await page.keyboard.type(demo.email)
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
  await page.keyboard.type(demo.password)
  await page.keyboard.press('Enter')
  await settled(page)
  await expect(page.getByRole('heading', { level: 1, name: 'Pulse' })).toBeVisible()

  const menu = page.getByRole('button', { name: /^Menu of / })
  await menu.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Sign out' }).press('Enter')
  await expect(page).toHaveURL(/\/sign-in$/)
  expect((await page.request.get('/api/v1/session')).status()).toBe(401)
})

test('a wrong password is refused in words and leaves nobody signed in', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('textbox', { name: 'E-mail' }).fill(demo.email)
  await page.getByLabel('Password', { exact: true }).fill('not-the-password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('E-mail and password do not fit together.')).toBeVisible()
  expect((await page.request.get('/api/v1/session')).status()).toBe(401)
})

test('a session that ends while a page is open leads to the door and back to the same view', async ({
  page,
  session,
}) => {
  await page.context().addCookies(session.cookies)
  await open(page, '/people?known=known')
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Anonymous' }).click()
  await expect(page).toHaveURL(/\/sign-in\?to=/)
  await page.getByRole('button', { name: 'Fill in the demo account' }).click()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/people\?known=anonymous$/)
  await settled(page)
  await expect(page.getByRole('button', { name: 'Anonymous' })).toHaveAttribute('aria-pressed', 'true')
})
