import { PathsAnswer, PersonPage, TouchpointList, TrendAnswer } from '@teia/contracts'
import { type Api, address, day, expect, open, settled, test, whole } from './support/teia.ts'

test.use({ contextOptions: { reducedMotion: 'no-preference' } })

const days = (api: Api) => ({ from: day(api.workspace.timeZone, 20), to: day(api.workspace.timeZone, 7) })
const range = (api: Api) => ({ ...days(api), timeZone: api.workspace.timeZone })

test('a point of a trend tells its value and the period before, and is walked by keys', async ({
  page,
  api,
}) => {
  const { series, previous } = await api.ask(TrendAnswer, '/questions/trend', {
    range: range(api),
    compare: 'previous',
  })
  const [points, before] = [series[0]?.points ?? [], previous?.[0]?.points ?? []]
  await open(page, address('/trends', { period: 'custom', ...days(api) }))
  const chart = page.getByRole('slider', { name: /over time/ })
  await chart.focus()
  await page.keyboard.press('Home')
  for (const index of [0, 1, 2]) {
    const [now, then] = [whole(points[index]?.value ?? 0), whole(before[index]?.value ?? 0)]
    await expect(chart).toHaveAttribute('aria-valuetext', new RegExp(`: ${now}; before ${then}$`))
    await expect(page.locator('.point-card')).toContainText(now)
    await expect(page.locator('.point-card')).toContainText(then)
    await page.keyboard.press('ArrowRight')
  }
})

test('a point of a trend opens its people by click, and its day alone by the menu', async ({ page, api }) => {
  const { series } = await api.ask(TrendAnswer, '/questions/trend', {
    range: range(api),
    measure: 'people',
  })
  await open(page, address('/trends', { period: 'custom', ...days(api), measure: 'people' }))
  const chart = page.getByRole('slider', { name: /over time/ })
  const box = await chart.boundingBox()
  if (!box) throw new Error('There is no chart.')
  const at = { x: box.width / 2, y: box.height / 2 }
  await chart.hover({ position: at })
  const index = Number(await chart.getAttribute('aria-valuenow'))
  await chart.click({ position: at })
  await expect(page).toHaveURL(/\/people\?/)
  await settled(page)
  const value = whole(series[0]?.points[index]?.value ?? 0)
  await expect(page.locator('.deck')).toContainText(`${value} people`)
  await page.goBack()
  await settled(page)

  await chart.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: /^Only / }).click()
  const [first, url] = [days(api).from, page]
  await expect(url).toHaveURL(new RegExp(`from=${first}.*to=${first}|to=${first}.*from=${first}`))
})

test('a link of the paths and a name of a person show their facts on hover and on focus, until Escape', async ({
  page,
  api,
}) => {
  const { nodes } = await api.ask(PathsAnswer, '/questions/paths', { range: range(api), entry: true })
  await open(page, address('/paths', { period: 'custom', ...days(api) }))
  const card = page.getByRole('tooltip')
  await page.locator('svg.sankey [data-mark][tabindex="0"]').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowLeft')
  await expect(card).toContainText(/walks/i)
  await page.keyboard.press('Escape')
  await expect(card).toBeHidden()
  const top = nodes.filter((node) => node.kind === 'step').toSorted((a, b) => b.walks - a.walks)[0]
  await page.getByRole('button', { name: new RegExp(`^${top?.label}, step ${top?.depth}:`) }).hover()
  await expect(card).toContainText(whole(top?.people ?? 0))
  await expect(card).toContainText('Channel')

  const { items } = await api.get(PersonPage, '/people?known=known&limit=1')
  await open(page, '/people?known=known')
  await page.getByRole('group', { name: 'People' }).locator('tbody tr').first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await expect(card).toContainText(items[0]?.name ?? '')
  await expect(card).toContainText('Interactions')
})

test('touchpoints are named in the language of the reader, and questions still ask by their own name', async ({
  page,
  api,
}) => {
  const { items } = await api.get(TouchpointList, '/touchpoints')
  expect(items.map((one) => one.name)).toContain('Product page')
  await page.addInitScript('localStorage.setItem("teia.language", "pt-BR")')
  await open(page, '/touchpoints')
  const table = page.getByRole('group', { name: 'Pontos de contato' })
  await expect(table).toContainText('Página do produto')
  await expect(table).not.toContainText('Product page')
  await page.locator('tr', { hasText: 'Página do produto' }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Página do produto' })).toBeVisible()
  await page.getByRole('button', { name: 'Mais' }).click()
  await page.getByRole('menuitem', { name: 'Abrir caminhos a partir daqui' }).click()
  await settled(page)
  await expect(page).toHaveURL(/start=Product/)
  await expect(page.getByRole('button', { name: /^De / })).toContainText('Página do produto')
  await expect(page.locator('svg.sankey')).toContainText('Página do produto')
})
