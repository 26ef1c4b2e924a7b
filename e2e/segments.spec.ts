import { JourneyMap, PersonPage, PersonSegments, Segment, SegmentList, SegmentMembers } from '@teia/contracts'
import { newPerson } from './support/new-person.ts'
import { expect, open, settled, test, unique } from './support/teia.ts'

test('a segment is written by keyboard with a look at whom it fits, has members, and filters the questions', async ({
  page,
  api,
}) => {
  const name = unique('Buyers')
  await open(page, '/segments/new')
  await page.getByLabel('Name', { exact: true }).focus()
  await page.keyboard.type(name)

  const rule = page.getByRole('group', { name: 'Condition 1' })
  await rule.getByLabel('Event', { exact: true }).focus()
  await page.keyboard.type('Order Comp')
  await expect(rule.getByRole('option', { name: 'Order Completed' })).toBeVisible()
  // Nothing is chosen yet: Enter settles what was typed, and saves nothing.
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/segments\/new/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(rule.getByLabel('Event', { exact: true })).toHaveValue('Order Completed')
  const preview = page.getByRole('complementary', { name: 'Whom it fits now' })
  await expect(preview.getByText('People who did “Order Completed” at least once in the last')).toHaveCount(0)
  await expect(preview).toContainText('People who did “Order Completed” in the last 30 days.')
  await expect(preview.getByRole('status')).toContainText('counted in')
  await expect(preview.locator('.metric b')).not.toHaveText('0')
  await expect(preview.getByRole('link').first()).toBeVisible()

  // The condition that is added takes the focus, and its kind is chosen by its first letters.
  await page.getByRole('button', { name: 'Add condition' }).focus()
  await page.keyboard.press('Enter')
  const second = page.getByRole('group', { name: 'Condition 2' })
  await expect(second.getByLabel('Condition about')).toBeFocused()
  await page.keyboard.type('Tra')
  await expect(second.getByLabel('Operator')).toBeVisible()
  await expect(preview).toContainText('1 condition is not complete yet')
  await expect(page.getByRole('button', { name: 'Create segment' })).toBeDisabled()
  await second.getByLabel('Name', { exact: true }).fill('email')
  await second.getByLabel('Operator').selectOption('is known')
  await expect(preview).toContainText('and whose “email” is known.')
  await page.getByRole('button', { name: 'Create segment' }).focus()
  await page.keyboard.press('Enter')

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  const found = (await api.get(SegmentList, '/segments')).items.find((one) => one.name === name)
  if (!found) throw new Error('The segment was not kept.')
  expect(found.rule).toEqual({
    and: [
      { did: { event: 'Order Completed' }, within: { value: 30, unit: 'days' } },
      { trait: 'email', operator: 'is_set' },
    ],
  })
  await expect
    .poll(async () => (await api.get(Segment, `/segments/${found.id}`)).state, { timeout: 60_000 })
    .toBe('live')
  const { total } = await api.get(SegmentMembers, `/segments/${found.id}/people?limit=1`)
  expect(total).toBeGreaterThan(0)
  await open(page, `/segments/${found.id}`)
  await expect(
    page.getByRole('table', { name: 'People' }).or(page.locator('main table')).first(),
  ).toBeVisible()

  await page.getByRole('button', { name: 'Use as filter' }).click()
  await page.getByRole('menuitem', { name: 'Use as filter in Trends' }).click()
  await settled(page)
  await expect(
    page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: /^Who / }),
  ).toContainText(name)
  await api.send('DELETE', `/segments/${found.id}`)
})

test('a rule of the API that is nested and of every kind is shown and kept as it is', async ({
  page,
  api,
}) => {
  const rule = {
    or: [
      { not: { and: [{ did: { channel: 'web' }, times: { operator: 'between', value: [2, 5] } }] } },
      {
        sequence: [{ event: 'Product Viewed' }, { event: 'Order Completed' }],
        within: { value: 3, unit: 'days' },
      },
      { last: { event: 'Order Completed' }, operator: 'lt', value: { ago: { value: 6, unit: 'weeks' } } },
      { trait: 'city', operator: 'in', value: ['Recife, PE', 'São Paulo'] },
    ],
  }
  const made = await api.ask(Segment, '/segments', { kind: 'live', name: unique('Nested'), rule })
  await open(page, `/segments/${made.id}/edit`)
  const description = page.getByLabel('Description')
  await description.fill('Kept')

  // Whoever leaves is asked first.
  await page.getByRole('link', { name: 'Accounts' }).click()
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(description).toHaveValue('Kept')

  const elsewhere = await page.request.put(`/api/v1/segments/${made.id}`, {
    headers: {
      'x-workspace-id': api.workspace.id,
      'x-requested-with': 'teia',
      'if-match': `"${made.version}"`,
    },
    data: { kind: 'live', name: made.name, description: 'Elsewhere', rule },
  })
  expect(elsewhere.status()).toBe(200)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const conflict = page.getByRole('alert')
  await expect(conflict).toContainText('Elsewhere')
  await conflict.getByRole('button', { name: 'Save mine over it' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(made.name)
  const kept = await api.get(Segment, `/segments/${made.id}`)
  expect(kept.description).toBe('Kept')
  expect(kept.rule).toEqual(made.rule)
  await page.getByRole('button', { name: 'What changed' }).first().click()
  await expect(page.getByRole('group', { name: 'What changed' })).toContainText('Kept')

  // The first version becomes the fourth: what was written over is there again.
  await page.getByRole('button', { name: 'Make this the present one' }).last().click()
  const back = page.getByRole('dialog', { name: 'Make version 1 the present one?' })
  await back.getByRole('button', { name: 'Make it the present one' }).click()
  await expect(page.getByText('Version 4')).toBeVisible()
  const restored = await api.get(Segment, `/segments/${made.id}`)
  expect([restored.version, restored.description, restored.rule]).toEqual([4, '', made.rule])

  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page).toHaveURL(/\/segments$/)
  const { items } = await api.get(SegmentList, '/segments')
  expect(items.map(({ id }) => id)).not.toContain(made.id)
})

test('people behind a path are put on a list, and the filter of a page is narrowed to it', async ({
  page,
  api,
}) => {
  const name = unique('Walkers')
  await open(page, '/paths?view=table')
  await page.locator('main tbody tr').first().press('Enter')
  const panel = page.getByRole('complementary', { name: 'Selected part of the paths' })
  await panel.getByRole('button', { name: 'Put on a list' }).click()
  const dialog = page.getByRole('dialog', { name: /on a list$/ })
  const people = Number(/[\d,.]+/.exec((await dialog.textContent()) ?? '')?.[0].replace(/\D/g, ''))
  expect(people).toBeGreaterThan(200)
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Put on a list' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  const list = (await api.get(SegmentList, '/segments')).items.find((one) => one.name === name)
  if (!list) throw new Error('The list was not made.')
  await expect
    .poll(async () => (await api.get(SegmentMembers, `/segments/${list.id}/people`)).total, {
      timeout: 60_000,
    })
    .toBe(people)

  await open(page, '/trends')
  const filters = page.getByRole('group', { name: 'Filters' })
  await filters.getByRole('button', { name: /^Who / }).click()
  await page.getByLabel('Condition about').selectOption('Segment')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('option', { name }).click()
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(filters.getByRole('button', { name: /^Who / })).toContainText(name)
  await expect(page).toHaveURL(new RegExp(list.id))
  await settled(page)
  await api.send('DELETE', `/segments/${list.id}`)
})

test('people of the list of people are put on a new list, which their pages name, and taken off it', async ({
  page,
  api,
}) => {
  const name = unique('Guests')
  const [first] = (await api.get(PersonPage, '/people?limit=1&known=known')).items
  if (!first) throw new Error('The demo workspace lacks people.')
  await open(page, '/people?known=known')
  const boxes = page.getByRole('checkbox')
  await boxes.nth(1).check()
  await boxes.nth(2).check()
  await page.getByRole('button', { name: 'Put on a list' }).click()
  const dialog = page.getByRole('dialog', { name: 'Put 2 people on a list' })
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Put on a list' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await expect(page.locator('main tbody tr')).toHaveCount(2)

  const list = (await api.get(SegmentList, '/segments')).items.find((one) => one.name === name)
  if (!list) throw new Error('The list was not made.')
  await open(page, `/people/${first.id}`)
  const { items } = await api.get(PersonSegments, `/people/${first.id}/segments`)
  expect(items.map((one) => one.id)).toContain(list.id)
  await page.getByRole('link', { name, exact: true }).click()

  await expect(page.locator('main tbody tr')).toHaveCount(2)
  await page.getByRole('checkbox').nth(1).check()
  await page.getByRole('button', { name: 'Take off the list' }).click()
  await expect(page.locator('main tbody tr')).toHaveCount(1)
  await api.send('DELETE', `/segments/${list.id}`)
})

test('a file puts the people whom it names on a list, and says which rows name nobody', async ({
  page,
  api,
  request,
}) => {
  const addresses = ['first', 'second'].map((name) => `${unique(name).replaceAll(' ', '-')}@example.com`)
  for (const email of addresses) await newPerson(api, request, [], { email })
  const [first, second] = addresses
  const list = await api.ask(Segment, '/segments', { kind: 'list', name: unique('Panel') })
  await open(page, `/segments/${list.id}`)
  const lines = ['Nome;E-mail', `A;${first}`, `B;${second}`, 'C;nobody@nowhere.example', 'D;=1+1']
  await page
    .getByLabel('Add from a file')
    .and(page.locator('input'))
    .setInputFiles({ name: 'panel.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) })
  const dialog = page.getByRole('dialog', { name: /^Add people of a file/ })
  await expect(dialog.getByLabel('Column that names the person')).toHaveValue('E-mail')
  await expect(dialog.getByLabel('What it holds')).toHaveValue('email')
  await expect(dialog.getByRole('status')).toContainText('2 people were found in 4 rows.')
  await expect(dialog.getByRole('row', { name: /nobody@nowhere\.example/ })).toContainText(
    'Nobody here has it.',
  )
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Download these rows' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('not-found.csv')
  await dialog.getByRole('button', { name: 'Add 2 people' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.locator('main tbody tr')).toHaveCount(2)
  await api.send('DELETE', `/segments/${list.id}`)
})

test('a rule asks who is at a step of a map, and the map says that its step is asked for', async ({
  page,
  api,
}) => {
  const stepOf = (id: string, name: string, event: string) => ({ id, name, matcher: { event } })
  const steps = [stepOf('see', 'Looks', 'Product Viewed'), stepOf('buy', 'Buys', 'Order Completed')]
  const document = { name: unique('Purchase'), asIs: { stages: [{ id: 'all', name: 'All', steps }] } }
  const map = await api.ask(JourneyMap, '/maps', { document })
  const name = unique('Left after a look')
  await open(page, '/segments/new')
  await page.getByLabel('Name', { exact: true }).fill(name)
  const rule = page.getByRole('group', { name: 'Condition 1' })
  await rule.getByLabel('Condition about').selectOption('Map step')
  await rule.getByLabel('Map', { exact: true }).fill(document.name)
  await page.getByRole('option', { name: document.name }).click()
  await rule.getByLabel('Step of the map').selectOption('Looks')
  await rule.getByLabel('What they did there').selectOption('left')
  const preview = page.getByRole('complementary', { name: 'Whom it fits now' })
  await expect(preview).toContainText(`who left “${document.name}” at the step “Looks” in the last 30 days`)
  await expect(preview.locator('.metric b')).not.toHaveText('0')
  await page.getByRole('button', { name: 'Create segment' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await expect(page.locator('.rule-words')).toContainText('at the step “Looks”')
  const made = (await api.get(SegmentList, '/segments')).items.find((one) => one.name === name)
  if (!made) throw new Error('The segment was not kept.')
  expect(made.rule).toEqual({
    and: [{ step: 'see', map: map.id, part: 'left', within: { value: 30, unit: 'days' } }],
  })
  await open(page, '/maps')
  const refused = await page.request.delete(`/api/v1/maps/${map.id}`, {
    headers: { 'x-workspace-id': api.workspace.id, 'x-requested-with': 'teia' },
  })
  expect(refused.status()).toBe(409)
  expect(await refused.text()).toContain(name)
  await api.send('DELETE', `/segments/${made.id}`)
  await api.send('DELETE', `/maps/${map.id}`)
})

test('a date is asked for by its days from now, in the editor of segments and in the filter of questions', async ({
  page,
  api,
}) => {
  const name = unique('New customers')
  await open(page, '/segments/new')
  await page.getByLabel('Name', { exact: true }).first().fill(name)
  const rule = page.getByRole('group', { name: 'Condition 1' })
  await rule.getByLabel('Condition about').selectOption('Trait')
  await rule.getByLabel('Name', { exact: true }).fill('created')
  await rule.getByRole('option', { name: 'createdAt' }).click()
  // What holds dates begins with “after”, and a day is picked.
  await expect(rule.getByLabel('Operator')).toHaveValue('gt')
  await expect(rule.getByLabel('Value', { exact: true })).toHaveAttribute('type', 'date')
  await rule.getByLabel('Operator').selectOption('is in the last … days')
  await rule.getByLabel('Number of days').fill('400')
  const preview = page.getByRole('complementary', { name: 'Whom it fits now' })
  await expect(preview).toContainText('People whose “createdAt” is in the last 400 days.')
  await expect(preview.locator('.metric b')).not.toHaveText('0')
  await rule.getByLabel('Number of days').fill('')
  await expect(preview).toContainText('1 condition is not complete yet')
  await rule.getByLabel('Number of days').fill('400')
  await page.getByRole('button', { name: 'Create segment' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  const found = (await api.get(SegmentList, '/segments')).items.find((one) => one.name === name)
  expect(found?.rule).toEqual({ and: [{ trait: 'createdAt', operator: 'in_last_days', value: 400 }] })

  const filter = { trait: 'createdAt', operator: 'in_last_days', value: 400 }
  await open(page, `/trends?filter=${encodeURIComponent(JSON.stringify(filter))}`)
  await settled(page)
  const who = page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: /^Who / })
  await expect(who).toContainText('createdAt is in the last 400 days')
  await who.click()
  await expect(page.getByLabel('Operator')).toHaveValue('in_last_days')
  await expect(page.getByLabel('Number of days')).toHaveValue('400')
})

test('while everybody is gone through, a page of a segment says how far that is, and then shows the numbers by itself', async ({
  page,
  api,
}) => {
  const [segment] = (await api.get(SegmentList, '/segments')).items
  if (!segment) throw new Error('The demo workspace has no segment.')
  let done: number | null = 3
  await page.route(`**/api/v1/segments/${segment.id}`, async (route) => {
    const answer = Segment.parse(await (await route.fetch()).json())
    const counting = { state: 'counting', progress: { done, of: 8, secondsLeft: 75 } }
    await route.fulfill({ json: done === null ? answer : { ...answer, ...counting } })
  })
  await open(page, `/segments/${segment.id}`)
  const bar = page.getByRole('progressbar', { name: 'Everybody is being gone through' })
  await expect(bar).toHaveAttribute('aria-valuenow', '38')
  await expect(page.getByText('3 of 8 parts of all people')).toBeVisible()
  await expect(page.getByText('the numbers are those of before')).toBeVisible()
  await page.setViewportSize({ width: 390, height: 800 })
  const box = await page.locator('.segment-counting').boundingBox()
  expect((box?.x ?? 390) + (box?.width ?? 0)).toBeLessThanOrEqual(390)
  done = 6
  await expect(bar).toHaveAttribute('aria-valuenow', '75')
  done = null
  await expect(bar).toHaveCount(0)
  await expect(page.getByText('counted ', { exact: false }).first()).toBeVisible()
})
