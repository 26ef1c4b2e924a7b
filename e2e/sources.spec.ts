import { PlanStates, Source, SourcePage, TrackingPlan } from '@teia/contracts'
import { type Api, collect, expect, open, test, unique } from './support/teia.ts'

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
  await expect(page.getByText('nothing has arrived yet')).toBeVisible()
  await page.getByRole('link', { name: 'Live', exact: true }).click()
  await expect(page).toHaveURL(/tab=live/)
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
  await page.getByRole('searchbox', { name: 'Text in the body' }).fill(good)
  await expect(line('refused')).toHaveCount(0)
  await line(good).filter({ hasText: 'accepted' }).getByRole('button').click()
  await expect(panel.getByRole('link', { name: '42' })).toHaveAttribute('href', /\/people\/.+event=/)
  await page.getByRole('searchbox', { name: 'Text in the body' }).fill('')

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

test('what arrives while the live view is only being opened is shown too', async ({ page, api, request }) => {
  const source = await newSource(api, 'server')
  const event = unique('Just Before')
  await page.route(/\/live(\?|$)/, async (route) => {
    await expect(page.getByText('Waiting for events')).toBeVisible()
    await collect(request, source.writeKey, 'track', { userId: '42', event })
    await route.continue()
  })
  await open(page, `/sources/${source.id}?tab=live`)
  await expect(page.getByRole('region', { name: 'Arriving now' }).getByRole('row')).toContainText([
    'Event',
    event,
  ])
})

async function newSource(api: Api, kind: string) {
  return api.ask(Source, '/sources', { name: unique('Till'), kind })
}

test('an event that could not be is kept aside, read, and taken again with the time of now', async ({
  page,
  api,
  request,
}) => {
  const source = await newSource(api, 'server')
  const names = [unique('Too Early'), unique('Much Too Early')]
  for (const event of names)
    await collect(request, source.writeKey, 'track', {
      userId: '7',
      event,
      timestamp: '2035-01-01T00:00:00Z',
    })
  await collect(request, source.writeKey, 'track', { event: 'Nobody' })
  await open(page, `/sources/${source.id}?tab=dead`)
  const kept = page.getByRole('group', { name: 'Dead letters' })
  await kept.getByText(names[0] ?? '', { exact: true }).click()
  const panel = page.getByRole('complementary', { name: 'Arrived event' })
  await expect(panel.locator('pre')).toContainText('2035-01-01')
  await page.getByRole('button', { name: 'Take all 2 again' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('The time of taking them').check()
  await dialog.getByRole('button', { name: 'Take them again' }).click()
  await expect(page.getByText('2 events got in, 0 could still not')).toBeVisible()
  await expect(page.getByText('Nothing is kept aside')).toBeVisible()
  await page.getByRole('button', { name: 'Refused', exact: true }).click()
  await kept.getByText('Neither user nor anonymous id').click()
  await panel.getByRole('button', { name: 'Edit and take' }).click()
  await page.keyboard.press('Escape')
  await page.evaluate("localStorage.setItem('teia.language', 'it')")
  await page.reload()
  await expect(page.getByText('Il messaggio non ha né “userId” né “anonymousId”.')).toBeVisible()
  await page.evaluate("localStorage.setItem('teia.language', 'en')")
  await page.reload()
  await kept.getByText('Neither user nor anonymous id').click()
  await panel.getByRole('button', { name: 'Edit and take' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit Nobody and take it again' })
  const body = edit.getByRole('textbox', { name: 'As it arrived' })
  await body.fill('{ "type": "track", "event": "Nobody", "anonymousId": "" }')
  await edit.getByRole('button', { name: 'Take it again' }).click()
  await expect(edit.getByRole('alert')).toContainText('neither “userId” nor “anonymousId”')
  await body.fill('{ "type": "track", "event": "Somebody", "userId": "9" }')
  await edit.getByRole('button', { name: 'Take it again' }).click()
  await expect(page.getByText('1 event got in, 0 could still not')).toBeVisible()
  await expect(page.getByText('Nothing was refused')).toBeVisible()

  await page.getByRole('link', { name: 'Traffic', exact: true }).click()
  const why = page.getByRole('figure').filter({ hasText: 'Why events did not get in' })
  await expect(why.getByRole('listitem').filter({ hasText: 'Time not valid' })).toBeVisible()
  await why.getByRole('button', { name: 'As table' }).click()
  await expect(why.getByRole('row').nth(1)).toContainText('2')
})

test('a plan is read off what arrives, edited in the table and as text, and goes back to an earlier version', async ({
  page,
  api,
  request,
}) => {
  const source = await newSource(api, 'server')
  const event = unique('Paid')
  await collect(request, source.writeKey, 'track', {
    userId: '7',
    event,
    properties: { total: 12, till: 'A' },
  })
  const path = `/sources/${source.id}/plan`
  await expect.poll(async () => (await api.get(PlanStates, `${path}/states`)).events.length).toBe(1)
  await open(page, `/sources/${source.id}?tab=plan`)
  await expect(page.getByRole('row').filter({ hasText: event })).toContainText('seen, not planned')
  await page.getByRole('button', { name: 'Infer from what arrives' }).click()
  await page.getByRole('button', { name: 'Put 1 event in the plan' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('row').filter({ hasText: event })).toContainText('in the plan')
  await page.getByRole('row').filter({ hasText: event }).click()

  await page.getByLabel('Type of total').selectOption('string')
  await page.getByRole('button', { name: 'Save new version' }).click()
  await expect(page.getByRole('button', { name: 'Version 2' })).toBeVisible()
  await page.getByRole('button', { name: 'JSON Schema' }).click()
  const text = page.getByRole('textbox', { name: `JSON Schema of ${event}` })
  await expect(text).toHaveValue(/"total": \{\n\s+"type": "string"/)
  await text.fill('{\n  "properties": {\n    "total": { "type": "nonsense" }\n  }\n}')
  await page.getByRole('button', { name: 'Save new version' }).click()
  await expect(page.getByRole('button', { name: 'Line 3' }).first()).toBeVisible()

  await page.getByRole('button', { name: 'Version 1' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Restore version 1' }).click()
  await expect(page.getByRole('button', { name: 'Version 3' })).toBeVisible()
  const { events } = await api.get(TrackingPlan, path)
  expect(events[0]).toMatchObject({ version: 3, schema: { properties: { total: { type: 'integer' } } } })
})
