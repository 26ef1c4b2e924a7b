import { JourneyMap, PersonPage, PulseAnswer, Segment } from '@teia/contracts'
import { address, day, expect, open, test, unique } from './support/teia.ts'

test.use({ contextOptions: { reducedMotion: 'no-preference' } })

test('the palette finds a page, a person and an action by keyboard', async ({ page, api }) => {
  const { items } = await api.get(PersonPage, '/people?known=known&limit=1')
  const name = items[0]?.name ?? ''
  await open(page, '/')
  const box = page.getByRole('combobox', { name: 'Search pages, people, touchpoints and actions' })
  await page.keyboard.press('Control+k')
  await expect(box).toBeFocused()
  await page.keyboard.type('trend')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Trends' })).toBeVisible()

  await page.keyboard.press('Control+k')
  await expect(box).toBeFocused()
  await page.keyboard.type(name)
  const hit = page.getByRole('group', { name: 'People' }).getByRole('option').first()
  await expect(hit).toContainText(name)
  for (let step = 0; step < 40 && (await hit.getAttribute('aria-selected')) !== 'true'; step++)
    await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()

  await page.keyboard.press('Control+k')
  await expect(box).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(box).toBeHidden()
})

test('the palette opens a segment and a map by a part of their names', async ({ page, api }) => {
  const list = await api.ask(Segment, '/segments', { kind: 'list', name: unique('Guests of honour') })
  const document = { name: unique('Walk of honour'), asIs: { stages: [] } }
  const map = await api.ask(JourneyMap, '/maps', { document })
  await open(page, '/')
  for (const [group, name] of [
    ['Segments', list.name],
    ['Maps', map.document.name],
  ] as const) {
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('combobox')).toBeFocused()
    await page.keyboard.type(name.slice(3).toLowerCase())
    await page.getByRole('group', { name: group }).getByRole('option', { name }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  }
  await api.send('DELETE', `/segments/${list.id}`)
  await api.send('DELETE', `/maps/${map.id}`)
})

test('one key opens the list of shortcuts, and two keys go to a page', async ({ page }) => {
  await open(page, '/')
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toContainText('Go to Paths')
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  for (const [key, name] of [
    ['e', 'People'],
    ['l', 'Live events'],
    ['s', 'Workspace'],
    ['p', 'Pulse'],
  ] as const) {
    await page.keyboard.press('g')
    await page.keyboard.press(key)
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  }
})

test('the theme changes at once and is kept', async ({ page }) => {
  await open(page, '/')
  const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
  const light = await ground()
  await page.getByRole('button', { name: 'Switch theme' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect.poll(ground).not.toBe(light)
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('the language changes the words and how numbers are written, and is kept', async ({ page, api }) => {
  const { timeZone } = api.workspace
  const days = { from: day(timeZone, 20), to: day(timeZone, 7) }
  const { interactions } = await api.ask(PulseAnswer, '/questions/pulse', { range: { ...days, timeZone } })
  await open(page, address('/', { period: 'custom', ...days }))
  const languages = [
    ['Português', 'pt-BR', 'Pulso', 'Métricas do período'],
    ['Italiano', 'it', 'Polso', 'Metriche del periodo'],
    ['English', 'en', 'Pulse', 'Metrics of the period'],
  ] as const
  for (const [language, code, title, metrics] of languages) {
    await page.locator('button.who').click()
    await page.getByRole('menuitem', { name: language }).click()
    await expect(page.locator('html')).toHaveAttribute('lang', code)
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
    const written = new Intl.NumberFormat(code === 'en' ? 'en-GB' : code, { useGrouping: 'always' }).format(
      interactions.value,
    )
    await expect(page.getByRole('group', { name: metrics }).getByText(written, { exact: true })).toBeVisible()
  }
})
