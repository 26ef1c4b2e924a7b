import { SourcePage } from '@teia/contracts'
import { collect, expect, open, test, unique } from './support/teia.ts'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test('a source is made, shows what arrives with its verdict, is turned off and deleted', async ({
  page,
  api,
  request,
}) => {
  const name = unique('Shop')
  await open(page, '/sources')
  await page.getByRole('button', { name: 'New source' }).first().click()
  await page.getByRole('dialog').getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Create source' }).click()
  const connect = page.getByRole('dialog', { name: `Connect ${name}` })
  await connect.getByRole('button', { name: 'Copy', exact: true }).click()
  const { items } = await api.get(SourcePage, '/sources')
  const source = items.find((one) => one.name === name)
  if (!source) throw new Error('The source was not made.')
  const copied = await page.evaluate<string>('navigator.clipboard.readText()')
  expect(copied).toContain(source.writeKey)
  await connect.getByRole('button', { name: 'Done' }).click()

  await page.getByRole('group', { name: 'Sources' }).getByText(name).click()
  await expect(page.getByText('Waiting for events')).toBeVisible()
  const messageId = unique('message')
  const [good, bad] = [unique('Bought'), unique('Nobody Did')]
  await collect(request, source.writeKey, 'track', { messageId, userId: '42', event: good })
  const line = (text: string) =>
    page.getByRole('region', { name: 'Arriving now' }).getByRole('row').filter({ hasText: text })
  await expect(line(good).filter({ hasText: 'accepted' })).toBeVisible()
  await collect(request, source.writeKey, 'track', { messageId, userId: '42', event: good })
  await expect(line(good).filter({ hasText: 'duplicate' })).toBeVisible()
  await collect(request, source.writeKey, 'track', { event: bad })
  await expect(line('refused')).toContainText('Neither user nor anonymous id')
  await line('refused').getByRole('button').click()
  const panel = page.getByRole('complementary', { name: 'Arrived event' })
  await expect(panel.locator('pre')).toContainText(bad)

  await page.getByRole('button', { name: 'Turn off' }).click()
  await expect(page.getByRole('button', { name: 'Turn on' })).toBeVisible()
  await collect(request, source.writeKey, 'track', { userId: '42', event: unique('Too Late') })
  await expect(line('Source is off').first()).toBeVisible()

  await page.getByRole('button', { name: 'Delete source' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete source' }).click()
  await expect(page).toHaveURL(/\/sources$/)
  await expect(page.getByRole('group', { name: 'Sources' })).not.toContainText(name)
  expect((await api.get(SourcePage, '/sources')).items.map((one) => one.name)).not.toContain(name)
})
