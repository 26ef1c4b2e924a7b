import { Import, ImportCreated, TouchpointList } from '@teia/contracts'
import { type Api, expect, open, test, unique } from './support/teia.ts'

async function draft(api: Api, rows: readonly string[]): Promise<string> {
  const file = { name: 'sales.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) }
  return ImportCreated.parse(await (await api.upload('/imports', { file })).json()).id
}

test('a mapping is edited in the table and as YAML, kept under a name, and used for the next file', async ({
  page,
  api,
}) => {
  const mark = unique('sale').replaceAll(' ', '-')
  const rows = [
    'customer,day,amount,shop',
    ...['a', 'b', 'c'].map((who, n) => `${mark}-${who},2026-02-0${n + 1},${n + 1}5.5,Vila`),
  ]
  const id = await draft(api, rows)
  await open(page, `/imports/${id}`)
  const preview = page.getByRole('group', { name: 'What the first rows become' })
  await expect(preview).toContainText(`${mark}-a`)

  await page.getByLabel('What happened').first().selectOption({ label: 'always the same …' })
  await page.getByLabel('What happened: always the same …').fill('Bought In Shop')
  await expect(preview).toContainText('Bought In Shop')
  await page.getByLabel('Name that amount gets').fill('total')
  await page.getByRole('checkbox', { name: 'Bring shop in' }).uncheck()
  await page.getByRole('button', { name: 'Add a constant' }).click()
  await page.getByLabel('Property', { exact: true }).fill('origin')
  await page.getByLabel('Comes from: always the same …').fill('till')
  await expect(preview).toContainText('total: 15.5 · origin: till')
  await expect(preview).not.toContainText('Vila')
  await page.getByLabel('Times without a zone are in').selectOption('Europe/Rome')
  await expect.poll(async () => (await api.get(Import, `/imports/${id}`)).mapping?.zone).toBe('Europe/Rome')

  await page.getByRole('button', { name: 'YAML', exact: true }).click()
  const yaml = page.getByRole('textbox', { name: 'What the files become' })
  await expect(yaml).toHaveValue(/const: Bought In Shop/)
  const text = await yaml.inputValue()
  await yaml.fill(text.replace('emit: event', 'emit: evnt'))
  await expect(page.getByText('not kept: it has faults')).toBeVisible()
  await yaml.fill(text.replace('Bought In Shop', 'Paid In Shop'))
  await expect(preview).toContainText('Paid In Shop')
  await page.getByRole('button', { name: 'Table', exact: true }).click()
  await expect(page.getByLabel('What happened: always the same …')).toHaveValue('Paid In Shop')

  await page.getByRole('button', { name: 'Save as …' }).click()
  await page.getByRole('dialog').getByLabel('Name of the mapping').fill(mark)
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('kept; the preview follows')).toBeVisible()
  await page.getByRole('button', { name: 'Start import' }).click()
  await expect(page.getByText('done', { exact: true })).toBeVisible()
  expect(await api.get(Import, `/imports/${id}`)).toMatchObject({ accepted: 3, rejected: 0 })

  const next = await draft(api, [...rows, `${mark}-d,2026-02-09,9,Vila`])
  await open(page, `/imports/${next}`)
  await page.getByRole('button', { name: 'Saved mappings' }).click()
  const line = page.getByRole('dialog').getByRole('listitem').filter({ hasText: mark })
  await line.getByRole('button', { name: 'Use', exact: true }).click()
  await expect(preview).toContainText('Paid In Shop')
  await page.getByRole('button', { name: 'Saved mappings' }).click()
  await line.getByRole('button', { name: `Remove ${mark}` }).click()
  await line.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(line).toHaveCount(0)
})

test('a file of touchpoints is told as such, and another file can be made one by hand', async ({
  page,
  api,
}) => {
  const mark = unique('Kiosk').replaceAll(' ', '-')
  const id = await draft(api, [
    'touchpoint,ownership,channel,team,events',
    `${mark},partner,store,Shops,${mark} Used`,
  ])
  await open(page, `/imports/${id}`)
  const preview = page.getByRole('group', { name: 'What the first rows become' })
  await expect(preview).toContainText(`touchpoint ${mark}`)
  await expect(page.getByLabel('Each row becomes')).toHaveValue('touchpoint')
  await page.getByLabel('Channel', { exact: true }).selectOption({ label: 'not told' })
  await expect(preview).not.toContainText('channel: store')
  await page.getByRole('button', { name: 'Start import' }).click()
  await expect(page.getByText('done', { exact: true })).toBeVisible()
  const { items } = await api.get(TouchpointList, '/touchpoints')
  const made = items.find((one) => one.name === mark)
  expect(made?.definition).toMatchObject({ ownership: 'partner', channel: null, team: 'Shops' })

  const other = await draft(api, ['label,who', `${mark}-2,Partner GmbH`])
  await open(page, `/imports/${other}`)
  await page.getByRole('button', { name: 'Also a touchpoint' }).click()
  await page.getByLabel('Which partner').selectOption('who')
  await expect(preview).toContainText(`touchpoint ${mark}-2`)
  await expect(preview).toContainText('partner: Partner GmbH')
  await expect(page.getByRole('button', { name: /^Also/ })).toHaveCount(0)
})
