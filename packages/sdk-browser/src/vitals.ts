type Entry = PerformanceEntry & { value?: number; hadRecentInput?: boolean; interactionId?: number }

/**
 * Measures the page as the people who wait for it see it and tells once, when it is first hidden: LCP, FCP, TTFB and INP
 * in milliseconds, CLS as the largest burst of shifts. INP is the longest interaction.
 * Source: https://web.dev/articles/vitals
 */
export function watchVitals(tell: (name: string, value: number) => void): void {
  const found: Record<string, number> = {}
  const largest = (name: string, value: number) => {
    found[name] = Math.max(found[name] ?? 0, value)
  }
  let burst = 0
  let burstFrom = 0
  let burstTo = 0
  observe('largest-contentful-paint', (entry) => largest('LCP', entry.startTime))
  observe('paint', (entry) => entry.name === 'first-contentful-paint' && largest('FCP', entry.startTime))
  observe('navigation', (entry) => largest('TTFB', (entry as PerformanceNavigationTiming).responseStart))
  observe('event', (entry) => entry.interactionId && largest('INP', entry.duration))
  observe('layout-shift', (entry) => {
    if (entry.hadRecentInput) return
    const isSame = entry.startTime - burstTo < 1_000 && entry.startTime - burstFrom < 5_000
    burst = (isSame ? burst : 0) + (entry.value ?? 0)
    if (!isSame) burstFrom = entry.startTime
    burstTo = entry.startTime
    largest('CLS', burst)
  })
  const once = () => {
    if (document.visibilityState !== 'hidden') return
    document.removeEventListener('visibilitychange', once, true)
    for (const [name, value] of Object.entries(found)) tell(name, Math.round(value * 1_000) / 1_000)
  }
  document.addEventListener('visibilitychange', once, true)
}

function observe(type: string, see: (entry: Entry) => unknown): void {
  try {
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) see(entry as Entry)
    })
    observer.observe({
      type,
      buffered: true,
      ...(type === 'event' && { durationThreshold: 16 }),
    } as PerformanceObserverInit)
  } catch {}
}
