import { readFile } from 'node:fs/promises'
import {
  ConformanceAnswer,
  ConformancePeopleAnswer,
  JourneyMap,
  MapDocument,
  SegmentList,
} from '@teia/contracts'
import { address, day, expect, open, settled, test, unique, whole } from './support/teia.ts'

const step = (id: string, event: string) => ({ id, name: `Step ${id}`, matcher: { event } })
const documentOf = (name: string) =>
  MapDocument.parse({
    name,
    asIs: {
      stages: [
        {
          id: 'all',
          name: 'All',
          steps: [
            step('looks', 'Product Viewed'),
            step('fills', 'Product Added'),
            step('orders', 'Order Completed'),
          ],
        },
      ],
    },
  })

test('the conformance of a map ranks deviations beside a segment, and opens exactly their people', async ({
  page,
  api,
}) => {
  const map = await api.ask(JourneyMap, '/maps', { document: documentOf(unique('How it fits')) })
  const [segment] = (await api.get(SegmentList, '/segments')).items
  if (!segment) throw new Error('The demo workspace has no segment.')
  const { timeZone } = api.workspace
  const question = { mapId: map.id, range: { from: day(timeZone, 27), to: day(timeZone, 0), timeZone } }
  const answer = await api.ask(ConformanceAnswer, '/questions/conformance', question)
  const beside = await api.ask(ConformanceAnswer, '/questions/conformance', {
    ...question,
    segmentId: segment.id,
  })
  await open(page, `/maps/${map.id}`)
  await page.getByRole('link', { name: 'Conformance', exact: true }).click()
  await expect(page).toHaveURL(/\/conformance/)
  await settled(page)
  await expect(page.locator('.deck')).toContainText(
    `${whole(answer.fitting)} of ${whole(answer.people)} people`,
  )
  await page.getByRole('button', { name: /^Beside / }).click()
  await page.getByRole('checkbox', { name: segment.name, exact: true }).check()
  await page.keyboard.press('Escape')
  const fits = page.getByRole('group', { name: 'How well walks fit' })
  await expect(fits.getByRole('row', { name: segment.name })).toContainText(whole(beside.people))
  await fits.getByRole('row', { name: segment.name }).click()
  await page.getByRole('button', { name: 'Export', exact: true }).first().click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Event log as XES' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('teia-conformance.xes')
  const log = await readFile(await file.path(), 'utf8')
  expect(log.match(/<trace>/g)).toHaveLength(beside.people)
  expect(log).toContain('value="Step looks"')
  const table = page.getByRole('group', { name: 'Where walks depart from the drawing' })
  const most = answer.deviations.toSorted((a, b) => (b.revenueLoss ?? 0) - (a.revenueLoss ?? 0))[0]
  if (!most) throw new Error('Nobody departs from the drawing.')
  await table.getByRole('button', { name: 'Revenue loss' }).click()
  const row = table.locator('tbody tr').first()
  await expect(row).toContainText(`Step ${most.step}`)
  await expect(row).toContainText(whole(most.people))
  await row.focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'Whose walks' })
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(most.people))
  const { kind, step: id } = most
  const of = { kind, step: id }
  const people = await api.ask(ConformancePeopleAnswer, '/questions/conformance-people', {
    conformance: { ...question, segmentId: segment.id },
    of,
  })
  await row.getByRole('button').last().click()
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(people.total))
  await page.reload()
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(people.total))
  await expect(panel.getByRole('button', { name: 'Put on a list' })).toBeVisible()
  await api.send('DELETE', `/maps/${map.id}`)
})

test('a bar of the scale of fitness opens as many people as it stands for', async ({ page, api }) => {
  const map = await api.ask(JourneyMap, '/maps', { document: documentOf(unique('Scale')) })
  const { timeZone } = api.workspace
  const range = { from: day(timeZone, 27), to: day(timeZone, 0), timeZone }
  const answer = await api.ask(ConformanceAnswer, '/questions/conformance', { mapId: map.id, range })
  const part = answer.distribution.findIndex((n) => n > 0)
  const n = answer.distribution[part] ?? 0
  await open(page, `/maps/${map.id}/conformance`)
  const bars = page.getByRole('group', { name: 'People by how well their walk fits' }).first()
  await bars.locator('rect[data-mark]').nth(part).focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'Whose walks' })
  await expect(panel.getByRole('heading', { name: 'People' })).toContainText(whole(n))
  await api.send('DELETE', `/maps/${map.id}`)
})

test('a map without measured steps, and a time in which nobody walked, say so', async ({ page, api }) => {
  const bare = MapDocument.parse({
    name: unique('Bare'),
    asIs: { stages: [{ id: 's', name: 'S', steps: [{ id: 'a', name: 'A' }] }] },
  })
  const map = await api.ask(JourneyMap, '/maps', { document: bare })
  await open(page, `/maps/${map.id}/conformance`)
  await expect(page.getByRole('heading', { name: 'No step is measured' })).toBeVisible()
  const other = await api.ask(JourneyMap, '/maps', { document: documentOf(unique('Long ago')) })
  const past = { period: 'custom', from: '2001-01-01', to: '2001-01-31' }
  await open(page, address(`/maps/${other.id}/conformance`, past))
  await expect(page.getByRole('heading', { name: 'Nobody walked here' })).toBeVisible()
  for (const { id } of [map, other]) await api.send('DELETE', `/maps/${id}`)
})

test('a menu at the edge of the window is whole in the language with the longest words', async ({
  page,
  api,
}) => {
  await page.addInitScript("localStorage.setItem('teia.language', 'pt-BR')")
  const map = await api.ask(JourneyMap, '/maps', { document: documentOf(unique('Edge')) })
  await open(page, `/maps/${map.id}/conformance`)
  await page.getByRole('button', { name: 'Exportar', exact: true }).first().click()
  const item = page.getByRole('menuitem', { name: 'Log de eventos como OCEL 2.0' })
  await expect(item).toBeVisible()
  const [box, width] = [await page.getByRole('menu').boundingBox(), page.viewportSize()?.width ?? 0]
  expect((box?.x ?? width) + (box?.width ?? 0)).toBeLessThanOrEqual(width)
  await api.send('DELETE', `/maps/${map.id}`)
})
