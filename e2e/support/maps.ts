import type { Page } from '@playwright/test'
import { JourneyMap, MapDocument } from '@teia/contracts'
import { type Api, expect } from './teia.ts'

/** A small map with three measured steps, a lane of feelings, and one card. */
export const documentOf = (name: string): MapDocument =>
  MapDocument.parse({
    name,
    lanes: [
      { id: 'mood', kind: 'feeling' },
      { id: 'pains', kind: 'pains' },
      { id: 'ideas', kind: 'opportunities' },
    ],
    asIs: {
      stages: [
        {
          id: 'choose',
          name: 'Choose',
          steps: [
            { id: 'looks', name: 'Looks', matcher: { event: 'Product Viewed' }, feeling: 0.5 },
            { id: 'fills', name: 'Fills the cart', matcher: { event: 'Product Added' }, feeling: 1 },
          ],
        },
        {
          id: 'buy',
          name: 'Buy',
          steps: [
            {
              id: 'orders',
              name: 'Orders',
              matcher: { event: 'Order Completed' },
              cards: { pains: [{ id: 'c1', text: 'Freight is told late' }] },
            },
          ],
        },
      ],
    },
  })
/** Keeps that map under a name. */
export const made = (api: Api, name: string) => api.ask(JourneyMap, '/maps', { document: documentOf(name) })
/** The map as it is kept now. */
export const kept = (api: Api, map: JourneyMap) => api.get(JourneyMap, `/maps/${map.id}`)
/** A part of the drawing, `step looks` or `card c1`. */
export const part = (page: Page, id: string) => page.locator(`[data-part="${id}"]`)
/** Presses the mouse on a part of the drawing, to drag it; says where. */
export async function press(page: Page, id: string) {
  const box = await part(page, id).boundingBox()
  if (!box) throw new Error(`The drawing has no ${id}.`)
  const at = { x: box.x + 20, y: box.y + 8 }
  await page.mouse.move(at.x, at.y)
  await page.mouse.down()
  return at
}
/** Saves what was drawn, and resolves once it is kept. */
export const save = async (page: Page) => {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Edit', exact: true })).toBeVisible()
}
