import { MapAnswer, MapTemplates } from '@teia/contracts'
import { documentOf, kept, made, part, save } from './support/maps.ts'
import { day, expect, open, settled, test, unique, whole } from './support/teia.ts'

test.describe.configure({ mode: 'default' })

test('a template becomes a map whose numbers are those of the API', async ({ page, api }) => {
  const { items } = await api.get(MapTemplates, '/maps/templates?language=en')
  const [template] = items
  if (!template) throw new Error('There is no template.')
  await open(page, '/maps')
  await page.getByRole('button', { name: 'New map' }).first().click()
  await page.getByRole('button', { name: new RegExp(`^${template.name}`) }).click()
  await expect(page).toHaveURL(/\/maps\/[^/]+\?edit=true/)
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const { timeZone } = api.workspace
  const answer = await api.ask(MapAnswer, '/questions/map', {
    mapId: id,
    range: { from: day(timeZone, 27), to: day(timeZone, 0), timeZone },
  })
  const grid = page.getByRole('grid')
  await expect(grid.locator('[data-part^="step "] dl')).not.toHaveCount(0)
  expect(answer.steps.length).toBeGreaterThan(3)
  for (const step of answer.steps)
    await expect(part(page, `step ${step.id}`).locator('dl')).toContainText(whole(step.entered))
  await api.send('DELETE', `/maps/${id}`)
})

test('a map is drawn by keys alone, undone, saved and kept', async ({ page, api }) => {
  const map = await made(api, unique('By keys'))
  await open(page, `/maps/${map.id}?edit=true`)
  await part(page, 'step looks').focus()
  await page.keyboard.press('Alt+ArrowRight')
  await expect(part(page, 'step looks')).toBeFocused()
  await expect(part(page, 'step looks')).toHaveAttribute('aria-colindex', '3')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Looks around')
  await page.keyboard.press('Enter')
  await expect(part(page, 'step looks')).toContainText('Looks around')
  await part(page, 'card c1').focus()
  await page.keyboard.press('n')
  await page.keyboard.type('The card is refused')
  await page.keyboard.press('Enter')
  const fresh = page.locator('[data-part^="card "]', { hasText: 'The card is refused' })
  await expect(fresh).toBeFocused()
  await page.keyboard.press('Alt+ArrowUp')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+Shift+z')
  await part(page, 'feeling fills').focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await save(page)
  const { document } = await kept(api, map)
  const [choose, buy] = document.asIs.stages
  expect(choose?.steps.map(({ name }) => name)).toEqual(['Fills the cart', 'Looks around'])
  expect(choose?.steps[0]?.feeling).toBe(0.9)
  expect(buy?.steps[0]?.cards.pains?.map(({ text }) => text)).toEqual([
    'The card is refused',
    'Freight is told late',
  ])
})

test('of two editors the later one joins both, and chooses where both changed the same', async ({
  page,
  api,
}) => {
  const map = await made(api, unique('Two editors'))
  await open(page, `/maps/${map.id}?edit=true`)
  await part(page, 'step orders').focus()
  await page.keyboard.press('F2')
  await page.keyboard.type('Pays')
  await page.keyboard.press('Enter')
  await part(page, 'card c1').focus()
  await page.keyboard.press('n')
  await page.keyboard.type('Mine alone')
  await page.keyboard.press('Enter')
  const theirs = documentOf(map.document.name)
  const [, buy] = theirs.asIs.stages
  if (!buy?.steps[0]) throw new Error('The map has no such step.')
  buy.steps[0].name = 'Completes the order'
  buy.name = 'Purchase'
  const seen = await page.request.fetch(`/api/v1/maps/${map.id}`, {
    method: 'PUT',
    headers: {
      'x-workspace-id': api.workspace.id,
      'x-requested-with': 'teia',
      'if-match': `"${map.revision}"`,
      origin: new URL(page.url()).origin,
    },
    data: { document: theirs },
  })
  expect(seen.ok()).toBe(true)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const merge = page.getByRole('region', { name: 'Somebody else saved this map meanwhile' })
  await expect(merge.getByText('One thing both of you changed')).toBeVisible()
  await merge.getByRole('radio', { name: /Theirs$/ }).focus()
  await page.keyboard.press('Space')
  await merge.getByRole('button', { name: 'Save the result' }).click()
  await expect.poll(async () => (await kept(api, map)).revision).toBe(map.revision + 2)
  const { document } = await kept(api, map)
  const stage = document.asIs.stages[1]
  expect([stage?.name, stage?.steps[0]?.name]).toEqual(['Purchase', 'Completes the order'])
  expect(stage?.steps[0]?.cards.pains?.map(({ text }) => text)).toContain('Mine alone')
})

test('the future is begun from the present, and what it changes is listed', async ({ page, api }) => {
  const map = await made(api, unique('Future'))
  await open(page, `/maps/${map.id}?edit=true&state=toBe`)
  await page.getByRole('button', { name: 'Begin the future state' }).click()
  await part(page, 'step fills').focus()
  await page.keyboard.press('Delete')
  await expect(part(page, 'step fills')).toHaveCount(0)
  await save(page)
  await page.getByRole('button', { name: 'Both' }).click()
  await settled(page)
  await expect(page.getByRole('grid')).toHaveCount(2)
  await expect(page.getByText('Step “Fills the cart” is gone')).toBeVisible()
})

test('an earlier version is told apart from the later one, and made the present one again', async ({
  page,
  api,
}) => {
  const map = await made(api, unique('Earlier'))
  const later = { ...map.document, description: 'Later' }
  const saved = await page.request.fetch(`/api/v1/maps/${map.id}`, {
    method: 'PUT',
    headers: { 'x-workspace-id': api.workspace.id, 'x-requested-with': 'teia', 'if-match': '"1"' },
    data: { document: later },
  })
  expect(saved.status()).toBe(200)
  await open(page, `/maps/${map.id}`)
  await page.getByRole('button', { name: 'History' }).click()
  const history = page.getByRole('complementary', { name: 'About the map' })
  await history.getByRole('button', { name: 'What changed' }).click()
  await expect(history.getByText('Later')).toBeVisible()
  await history.getByRole('button', { name: 'Make this the present one' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make it the present one' }).click()
  await expect(history.getByText('Version 3')).toBeVisible()
  expect((await kept(api, map)).document).toEqual(map.document)
})
