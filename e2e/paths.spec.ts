import { PathPeopleAnswer, PathsAnswer } from '@teia/contracts'
import { type Api, address, day, expect, open, pick, settled, test, whole } from './support/teia.ts'

const period = (api: Api) => {
  const { timeZone } = api.workspace
  return { from: day(timeZone, 20), to: day(timeZone, 7) }
}
async function answerOf(api: Api, more: object = {}) {
  const paths = {
    range: { ...period(api), timeZone: api.workspace.timeZone },
    compare: 'previous',
    // The page begins sessions at their entry unless it is told a start.
    entry: true,
    ...more,
  }
  const answer = await api.ask(PathsAnswer, '/questions/paths', paths)
  const nodes = new Map(answer.nodes.map((node) => [node.id, node]))
  const links = answer.links
    .map(({ source, target, walks }) => ({ source: nodes.get(source), target: nodes.get(target), walks }))
    .filter((link) => link.source?.kind === 'step' && link.target?.kind === 'step')
    .toSorted((a, b) => b.walks - a.walks)
  const [link] = links
  if (!link?.source || !link.target) throw new Error('Nobody walked a step in this period.')
  return { paths, answer, source: link.source, target: link.target, walks: link.walks }
}
const spot = ({ depth, label }: { depth: number; label: string }) => ({ depth, label })
const panelName = 'Selected part of the paths'

test('depth, scope and start change the question, and the drawing tells as many walks as the API', async ({
  page,
  api,
}) => {
  const { source } = await answerOf(api)
  await open(page, address('/paths', { period: 'custom', ...period(api) }))
  await pick(page, 'Depth', '3 steps')
  await pick(page, 'Scope', 'person')
  await page.getByRole('button', { name: /^From/ }).click()
  await page.getByRole('combobox', { name: 'From' }).fill(source.label)
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/depth=3/)
  await expect(page).toHaveURL(/scope=person/)
  await expect(page).toHaveURL(/start=/)
  await settled(page)
  const { answer } = await answerOf(api, {
    depth: 3,
    scope: 'person',
    from: source.label,
    entry: false,
  })
  const drawing = page.getByRole('group', { name: /^Flow of / })
  await expect(drawing).toHaveAccessibleName(
    new RegExp(
      `^Flow of ${whole(answer.walks)} walks over ${answer.nodes.length} steps and ${answer.links.length} links`,
    ),
  )
})

test('the end is chosen by keyboard alone, and Escape leaves it as it was', async ({ page, api }) => {
  await open(page, address('/paths', { period: 'custom', ...period(api) }))
  const to = page.getByRole('button', { name: /^To/ })
  const box = page.getByRole('combobox', { name: 'To' })
  await to.focus()
  await page.keyboard.press('Enter')
  await expect(box).toBeFocused()
  await page.keyboard.type('order comp')
  await page.keyboard.press('Escape')
  await expect(box).toBeHidden()
  await expect(to).toContainText('anything')
  await expect(to).toBeFocused()

  await page.keyboard.press('Enter')
  await expect(box).toBeFocused()
  await page.keyboard.type('order comp')
  // Before it is offered, the words themselves would be taken.
  await expect(page.getByRole('option', { name: 'Order completed' })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(box).toBeHidden()
  await expect(to).toContainText('Order completed')
  await expect(page).toHaveURL(/end=Order/)
})

test('a link opens by mouse with the people that the API counts, and again by keyboard', async ({
  page,
  api,
}) => {
  const { paths, source, target, walks } = await answerOf(api)
  const people = await api.ask(PathPeopleAnswer, '/questions/path-people', {
    paths,
    source: spot(source),
    target: spot(target),
  })
  await open(page, address('/paths', { period: 'custom', ...period(api) }))
  const link = page
    .getByRole('button', { name: `${source.label} to ${target.label}: ${whole(walks)} of` })
    .first()
  const panel = page.getByRole('complementary', { name: panelName })
  await link.dispatchEvent('click')
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(`${source.label} → ${target.label}`)
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(people.total))
  await panel.getByRole('button', { name: 'Close' }).click()
  await expect(panel).toBeHidden()

  await link.focus()
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(people.total))
  await panel.getByRole('button', { name: /^Open [\d,]+ (person|people)$/ }).click()
  await expect(panel.getByRole('listitem')).toHaveCount(Math.min(200, people.total))
  const first = people.people[0]
  await panel.locator(`a[href*="${first?.id}"]`).click()
  await expect(page).toHaveURL(new RegExp(`/people/${first?.id}`))
})

test('arrow keys walk over the marks of the drawing from its one tab stop', async ({ page, api }) => {
  await open(page, address('/paths', { period: 'custom', ...period(api) }))
  const stop = page.locator('svg.sankey [data-mark][tabindex="0"]')
  await expect(stop).toHaveCount(1)
  await stop.focus()
  await page.keyboard.press('ArrowRight')
  await expect(stop).not.toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: panelName })).toBeVisible()
})

test('an address restores question, view and selection after a reload', async ({ page, api }) => {
  const { source, target } = await answerOf(api, { depth: 4 })
  const search = {
    period: 'custom',
    ...period(api),
    depth: 4,
    view: 'table',
    source: spot(source),
    target: spot(target),
  }
  await open(page, address('/paths', search))
  const state = async () => {
    await settled(page)
    await expect(
      page.getByRole('complementary', { name: panelName }).getByRole('heading', { level: 2 }),
    ).toHaveText(`${source.label} → ${target.label}`)
    await expect(page.getByRole('button', { name: /^Depth/ })).toContainText('4 steps')
    await expect(page.getByRole('button', { name: 'Table' })).toHaveAttribute('aria-pressed', 'true')
    await expect(page.getByRole('group', { name: 'Links' }).locator('tr[aria-selected="true"]')).toHaveCount(
      1,
    )
  }
  await state()
  const before = page.url()
  await page.reload()
  await state()
  expect(page.url()).toBe(before)
})

test('the table has one row for each link of the answer', async ({ page, api }) => {
  const { answer } = await answerOf(api)
  await open(page, address('/paths', { period: 'custom', ...period(api), view: 'table' }))
  await expect(page.getByRole('group', { name: 'Links' }).locator('tbody tr')).toHaveCount(
    answer.links.length,
  )
})

test('ten steps scroll in their own box and do not widen the page', async ({ page, api }) => {
  await open(page, address('/paths', { period: 'custom', ...period(api), depth: 10 }))
  await expect(page.locator('svg.sankey')).toBeVisible()
  const wider = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  expect(await page.evaluate<number>(wider)).toBe(0)
})

test('the paths of some stand beside those of others, link by link', async ({ page, api }) => {
  const { timeZone } = api.workspace
  const range = { from: day(timeZone, 27), to: day(timeZone, 1) }
  const basic = { trait: 'loyaltyTier', value: 'basic' }
  const [mine, others] = [
    { ...basic, operator: 'equals' },
    { ...basic, operator: 'not_equals' },
  ]
  const answer = await api.ask(PathsAnswer, '/questions/paths', {
    range: { ...range, timeZone },
    filter: mine,
    compareWith: others,
    by: 'touchpoint',
    entry: true,
  })
  const [link] = answer.links
    .filter((one) => (one.other?.sourceWalks ?? 0) > 0)
    .toSorted((a, b) => b.walks - a.walks)
  if (!link?.other) throw new Error('There is no link to compare.')
  await open(
    page,
    address('/paths', { period: 'custom', ...range, filter: mine, versus: others, view: 'table' }),
  )
  const table = page.getByRole('group', { name: 'Links' })
  await expect(table.getByRole('columnheader', { name: 'Others' })).toBeVisible()
  const share = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const of = (k: number, n: number) => share.format((100 * k) / n)
  const own = answer.nodes.find((node) => node.id === link.source)?.walks ?? 0
  const row = table
    .locator('tbody tr')
    .filter({ hasText: `${of(link.walks, own)} %` })
    .first()
  await expect(row).toContainText(`${of(link.other.walks, link.other.sourceWalks)} %`)
  await page.getByRole('button', { name: /^Beside / }).click()
  await expect(page.getByRole('dialog', { name: 'Beside' })).toBeVisible()
})
