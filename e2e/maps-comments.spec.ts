import { MapComments } from '@teia/contracts'
import { made } from './support/maps.ts'
import { signIn, withMember } from './support/new-member.ts'
import { expect, open, prefer, test, unique } from './support/teia.ts'

test.describe.configure({ mode: 'default' })

test('a comment about a step names a part, and is resolved', async ({ page, api }) => {
  const map = await made(api, unique('Comments'))
  await open(page, `/maps/${map.id}?step=orders&tab=comments`)
  const panel = page.getByRole('complementary', { name: 'Selected step' })
  await panel.getByRole('textbox', { name: 'Write a comment' }).fill('Is this the same in the app?')
  await page.keyboard.press('Control+Enter')
  await expect(panel.getByText('Is this the same in the app?')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Comments, 1 open' })).toBeVisible()
  await panel.getByRole('button', { name: 'Resolve' }).click()
  await expect(panel.getByText('resolved')).toBeVisible()
})

test('somebody is mentioned by keys alone, and nobody whose name only begins alike', async ({
  page,
  api,
  browser,
  baseURL,
}) => {
  const short = unique('Bruna')
  const map = await made(api, unique('Mentions'))
  await withMember(api, { name: short, role: 'viewer' }, () =>
    withMember(api, { name: `${short} Alves`, role: 'viewer' }, async (meant) => {
      await open(page, `/maps/${map.id}?step=orders&tab=comments`)
      const panel = page.getByRole('complementary', { name: 'Selected step' })
      const box = panel.getByRole('textbox', { name: 'Write a comment' })
      await box.focus()
      await page.keyboard.type(`Please look, @${short.split(' ')[0]?.toLowerCase()}`)
      const offered = panel.getByRole('listbox', { name: 'Mention' }).getByRole('option')
      const wanted = offered.filter({ hasText: meant.name })
      const at = (await offered.allTextContents()).indexOf(meant.name)
      for (let key = 0; key < at; key += 1) await page.keyboard.press('ArrowDown')
      await expect(wanted).toHaveAttribute('aria-selected', 'true')
      await expect(box).toHaveAttribute('aria-activedescendant', (await wanted.getAttribute('id')) ?? '')
      await page.keyboard.press('Enter')
      await expect(box).toHaveValue(`Please look, @${meant.name} `)
      await page.keyboard.type('today')
      await page.keyboard.press('Control+Enter')
      await expect(panel.getByText(`for ${meant.name}`, { exact: true })).toBeVisible()
      const { items } = await api.get(MapComments, `/maps/${map.id}/comments`)
      expect(items.map(({ mentions }) => mentions)).toEqual([[{ id: meant.userId, name: meant.name }]])

      // The address that the letter has.
      const theirs = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }) })
      try {
        await prefer(theirs, 'en', 'light')
        await signIn(theirs.request, meant, new URL(page.url()).origin)
        const guest = await theirs.newPage()
        await open(guest, `/maps/${map.id}?panel=comments`)
        const beside = guest.getByRole('complementary', { name: 'About the map' })
        await expect(beside.getByText(`Please look, @${meant.name} today`)).toBeVisible()
        await expect(beside.getByText(`for ${meant.name}`, { exact: true })).toBeVisible()
      } finally {
        await theirs.close()
      }
    }),
  )
})
