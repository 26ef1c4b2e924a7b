import { createHmac } from 'node:crypto'
import { SourcePage, Webhook } from '@teia/contracts'
import { expect, open, test, unique } from './support/teia.ts'

/** Headers of a call that is signed as Standard Webhooks 1.0.0 says. */
function signed(secret: string, body: string): Record<string, string> {
  const id = unique('msg').replaceAll(' ', '-')
  const time = String(Math.floor(Date.now() / 1000))
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${signature}` }
}

test('a webhook is made, gets a secret and a mapping that is tried first, and shows what its calls became', async ({
  page,
  api,
  request,
}) => {
  const name = unique('Carrier')
  await open(page, '/sources')
  await page.getByRole('button', { name: 'New source' }).first().click()
  await page.getByRole('dialog').getByLabel('Name').fill(name)
  await page.getByRole('radio', { name: /Webhook Any other sender/ }).check()
  await page.getByRole('button', { name: 'Create source' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  await page.getByRole('link', { name: 'no secret yet: add one' }).click()

  await page.getByRole('button', { name: 'Add secret' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make one' }).click()
  const shown = page.getByRole('dialog').locator('code')
  await expect(shown).toHaveText(/^whsec_/)
  const secret = (await shown.textContent()) ?? ''
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  await expect(page.locator('main')).not.toContainText(secret)
  await expect(page.locator('main')).toContainText(`…${secret.slice(-4)}`)

  await page.getByRole('button', { name: 'Begin with an example' }).click()
  const mapping = page.getByRole('textbox', { name: 'What calls become' })
  const good = await mapping.inputValue()
  await mapping.fill(good.replace('type: track', 'type: trak'))
  await expect(page.getByRole('button', { name: 'Line 5' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save mapping' })).toBeDisabled()
  await mapping.fill(good.replace('customer.id', 'customer[id'))
  await expect(page.getByRole('listitem').filter({ hasText: 'is not a path' })).toBeVisible()
  await mapping.fill(good)
  await expect(page.getByText('track, by rule 1')).toBeVisible()
  await expect(page.locator('pre').filter({ hasText: '"total": 184.9' })).toBeVisible()
  await page.getByRole('button', { name: 'Save mapping' }).click()
  await expect(page.getByText('1 rule of your own')).toBeVisible()

  const { items } = await api.get(SourcePage, '/sources')
  const source = items.find((one) => one.name === name)
  const { url } = await api.get(Webhook, `/sources/${source?.id}/webhook`)
  const body = JSON.stringify({
    event: 'order.delivered',
    occurred_at: new Date().toISOString(),
    customer: { id: unique('c'), email: 'ana@example.com' },
    order: { id: 'A-1', total_cents: 100, currency: 'BRL' },
  })
  const path = new URL(url).pathname
  const headers = { 'content-type': 'application/json' }
  expect((await request.post(path, { data: body, headers })).status()).toBe(401)
  const answer = await request.post(path, { data: body, headers: { ...headers, ...signed(secret, body) } })
  expect(answer.ok()).toBe(true)
  await page.getByRole('link', { name: 'Live', exact: true }).click()
  await page.getByRole('row').filter({ hasText: 'accepted' }).getByRole('button').click()
  const panel = page.getByRole('complementary', { name: 'Arrived event' })
  await expect(panel.getByRole('heading', { name: 'As the provider sent it' })).toBeVisible()
  await expect(panel.locator('pre').first()).toContainText('order.delivered')
  await expect(panel).toContainText('Order Delivered')
  await expect(panel.locator('a[href^="/people/"]')).toBeVisible()
})

test('the mapping that comes with Teia is changed and restored', async ({ page, api }) => {
  const source = await api.send('POST', '/sources', { name: unique('Stripe'), kind: 'stripe' })
  const { id } = (await source.json()) as { id: string }
  await open(page, `/sources/${id}?tab=webhook`)
  const mapping = page.getByRole('textbox', { name: 'What calls become' })
  await mapping.fill((await mapping.inputValue()).replace('event: Order Completed', 'event: Paid Online'))
  await expect(page.locator('.made b').first()).toHaveText('Paid Online')
  await page.getByRole('button', { name: 'Save mapping' }).click()
  await expect(page.getByText('of your own')).toBeVisible()
  await page.getByRole('button', { name: 'Go back to Teia’s own' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Go back to Teia’s own' }).click()
  await expect(page.getByText('that come with Teia')).toBeVisible()
  await expect(mapping).toHaveValue(/event: Order Completed/)
})
