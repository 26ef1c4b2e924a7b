import type { Browser, BrowserContext, Page } from '@playwright/test'
import { openChromium } from './browser.ts'
import { type Frames, frameCategories, framesOf } from './frames.ts'
import { ask, owner, type Running, startTeia, writeKey } from './processes.ts'
import { type Figure, median } from './report.ts'

const steps = 20
const lanes = ['pains', 'opportunities', 'quotes', 'front-stage', 'back-stage'] as const
const cardsEach = 3
const cards = steps * lanes.length * cardsEach
const opened = 5
const dragMs = 5_000
const view = { width: 1440, height: 900 }
const texts = [
  'Freight is told late',
  'Show the date before the address is asked for',
  'I had to call twice to hear where my parcel was',
]

const document = {
  name: 'Three hundred cards',
  lanes: [{ id: 'mood', kind: 'feeling' }, ...lanes.map((kind) => ({ id: kind, kind }))],
  asIs: {
    stages: Array.from({ length: 5 }, (_, stage) => ({
      id: `stage-${stage}`,
      name: `Stage ${stage + 1}`,
      steps: Array.from({ length: steps / 5 }, (_, at) => stepOf(stage * (steps / 5) + at)),
    })),
  },
}
function stepOf(n: number) {
  const cardsOf = (lane: string) =>
    texts.map((text, at) => ({ id: `card-${n}-${lane}-${at}`, text: `${text}, ${n}` }))
  return {
    id: `step-${n}`,
    name: `Step ${n + 1} of the way`,
    matcher: { event: `Step ${n + 1}` },
    feeling: (n % 5) / 2 - 1,
    cards: Object.fromEntries(lanes.map((lane) => [lane, cardsOf(lane)])),
  }
}

/** Some people walk over the steps, so that each has its numbers. */
async function walk(teia: Running): Promise<void> {
  const batch = Array.from({ length: 50 }, (_, person) =>
    Array.from({ length: steps }, (_, n) => ({
      type: 'track',
      userId: `walker-${person}`,
      event: `Step ${n + 1}`,
      timestamp: new Date(Date.now() - (steps - n) * 3_600_000).toISOString(),
    })),
  ).flat()
  const answer = await fetch(`${teia.url}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ writeKey, batch }),
  })
  if (!answer.ok) throw new Error(`The people were answered with ${answer.status}.`)
}

/** A window of somebody who is signed in, and who is told when all cards are drawn. */
async function enter(browser: Browser, teia: Running): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: view, baseURL: teia.url })
  const answer = await context.request.post('/api/auth/sign-in/email', {
    data: owner,
    headers: { origin: teia.url },
  })
  if (!answer.ok()) throw new Error(`The sign-in was answered with ${answer.status()}.`)
  // A frame after the one in which the last card is there: it is on the screen, and its listeners are in place.
  await context.addInitScript(`globalThis.drawn = new Promise((resolve) => {
    const look = () => document.querySelectorAll('.map.editing .card').length >= ${cards}
      ? requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())))
      : requestAnimationFrame(look)
    requestAnimationFrame(look)
  })`)
  return context
}

async function openMap(page: Page, path: string): Promise<number> {
  await page.goto(path, { waitUntil: 'commit' })
  return page.evaluate<number>('globalThis.drawn')
}

type Box = { left: number; right: number; top: number; bottom: number }

/** Holds the mouse down and moves it over the whole of a box and to its edges. */
async function dragAbout(page: Page, from: { x: number; y: number }, box: Box): Promise<Frames> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.context().browser()?.startTracing(page, { categories: frameCategories })
  const startedAt = performance.now()
  for (let past = 0; past < dragMs; past = performance.now() - startedAt) {
    const [across = 0, down = 0] = [past / 1_700, past / 1_100].map(
      (turn) => (1 - Math.cos(turn * Math.PI)) / 2,
    )
    await page.mouse.move(box.left + (box.right - box.left) * across, box.top + (box.bottom - box.top) * down)
  }
  const trace = await page.context().browser()?.stopTracing()
  await page.mouse.up()
  if (!trace) throw new Error('The browser is gone.')
  return framesOf(trace)
}

/** A card over the drawing, which scrolls where the card comes to its edges. */
async function dragCard(page: Page): Promise<Frames> {
  const card = await page.locator('[data-part="card card-2-pains-0"]').boundingBox()
  const box = await page.locator('.map-scroll').boundingBox()
  if (!card || !box) throw new Error('The drawing has no such card.')
  const { width, height } = view
  return dragAbout(
    page,
    { x: card.x + 20, y: card.y + 8 },
    {
      left: box.x + 130,
      right: Math.min(box.x + box.width, width) - 4,
      top: Math.max(box.y, 0) + 4,
      bottom: Math.min(box.y + box.height, height) - 4,
    },
  )
}

/** One box on an empty page, moved in the same way: what this browser can draw on this machine just now. */
async function dragBare(page: Page): Promise<Frames> {
  await page.setContent(
    '<div style="position:fixed;width:110px;height:40px;background:gray;will-change:transform">',
  )
  await page.evaluate(`(() => {
    const box = document.querySelector('div')
    addEventListener('pointermove', (event) => {
      requestAnimationFrame(() => { box.style.transform = 'translate(' + event.clientX + 'px,' + event.clientY + 'px)' })
    })
  })()`)
  return dragAbout(page, { x: 20, y: 8 }, { left: 4, right: view.width - 4, top: 4, bottom: view.height - 4 })
}

async function zoom(page: Page): Promise<number> {
  const times: number[] = []
  for (const size of [50, 75, 100, 125, 150]) {
    await page.getByRole('button', { name: /^(Fit to width|Size)/ }).click()
    times.push(
      await page.evaluate<number>(`new Promise((resolve) => {
        const items = [...document.querySelectorAll('[role="menuitem"]')]
        const at = performance.now()
        items.find((one) => one.textContent.includes('${size}')).click()
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - at)))
      })`),
    )
  }
  return median(times)
}

const p95 = (values: readonly number[]) =>
  values.toSorted((x, y) => x - y)[Math.floor(values.length * 0.95)] ?? Number.NaN

const perSecond = ({ gaps, lasted }: Frames) => gaps.length / (lasted / 1_000)

function dragFigures(card: Frames, bare: Frames): Figure[] {
  const { gaps, work, by, longTasks } = card
  const each = (Object.entries(by) as [string, number][])
    .map(([kind, all]) => `${kind} ${(all / Math.max(1, work.length)).toFixed(1)}`)
    .join(', ')
  return [
    {
      name: 'frames drawn while a card is dragged',
      value: perSecond(card),
      unit: '/s',
      against: perSecond(bare),
      aim: '60 /s',
      note: `p95 between two ${p95(gaps).toFixed(1)} ms (bare ${p95(bare.gaps).toFixed(1)}), ${longTasks} tasks over 50 ms`,
    },
    {
      name: 'processor time of the page per frame, p95',
      value: p95(work),
      unit: 'ms',
      aim: '< 16.7 ms',
      note: `median ${median(work).toFixed(1)}; mean ms of ${each}`,
    },
  ]
}

/**
 * A map of 300 cards on 20 steps, opened to be edited in Chromium and dragged about. Without a graphics card the browser
 * draws by the processor that it shares with the server, so the time that the main thread of the page takes for a frame is told by itself.
 */
export async function measureMapEditor(): Promise<Figure[]> {
  const teia = await startTeia()
  const browser = await openChromium()
  try {
    await walk(teia)
    const { id } = await ask<{ id: string }>(teia, 'maps', { document })
    const path = `/maps/${id}?edit=true`
    const context = await enter(browser, teia)
    const times: number[] = []
    for (let run = 0; run <= opened; run += 1) {
      const page = await context.newPage()
      times.push(await openMap(page, path))
      await page.close()
    }
    const [first = Number.NaN, ...again] = times
    const page = await context.newPage()
    await openMap(page, path)
    await page.locator('.map .step dl').last().waitFor()
    const card = await dragCard(page)
    const bare = await dragBare(await context.newPage())
    await page.bringToFront()
    return [
      {
        name: `editor of ${cards} cards on ${steps} steps, open`,
        value: median(again),
        unit: 'ms',
        aim: '< 1000 ms',
        note: `median of ${again.length}; the first time in a browser ${Math.round(first)} ms`,
      },
      ...dragFigures(card, bare),
      { name: 'another zoom, until it is drawn', value: await zoom(page), unit: 'ms' },
    ]
  } finally {
    await browser.close()
    await teia.stop()
  }
}
