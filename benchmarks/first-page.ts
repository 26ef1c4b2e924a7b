import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { openChromium } from './browser.ts'
import { startTeia } from './processes.ts'
import { type Figure, median } from './report.ts'

/** Script that the sign-in page loads, compressed, and its largest contentful paint in Chromium on this machine. */
export async function measureFirstPage(): Promise<Figure[]> {
  const teia = await startTeia()
  const browser = await openChromium()
  try {
    const paints: number[] = []
    let scripts = new Set<string>()
    for (let run = 0; run < 5; run += 1) {
      const page = await browser.newPage()
      scripts = new Set()
      page.on(
        'request',
        (request) =>
          void (request.resourceType() === 'script' && scripts.add(new URL(request.url()).pathname)),
      )
      await page.goto(teia.url, { waitUntil: 'networkidle' })
      paints.push(
        await page.evaluate(
          () =>
            new Promise<number>((resolve) =>
              new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? 0)).observe({
                // Node's own types know no paints; this runs in the browser.
                type: 'largest-contentful-paint' as 'measure',
                buffered: true,
              }),
            ),
        ),
      )
      await page.close()
    }
    const dist = fileURLToPath(new URL('../packages/web/dist', import.meta.url))
    const sizes = [...scripts].map((path) => gzipSync(readFileSync(`${dist}${path}`)).length)
    const all = readdirSync(`${dist}/assets`).filter((name) => name.endsWith('.js')).length
    return [
      {
        name: 'script of the first page, gzip',
        value: sizes.reduce((sum, size) => sum + size, 0) / 1024,
        unit: 'KB',
        aim: '≤ 250 KB',
        note: `${sizes.length} of ${all} files`,
      },
      { name: 'largest contentful paint, median of 5', value: median(paints), unit: 'ms', aim: '< 1500 ms' },
    ]
  } finally {
    await browser.close()
    await teia.stop()
  }
}
