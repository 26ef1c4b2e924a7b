import type { Client } from './client.ts'
import { watchVitals } from './vitals.ts'

/** Listens to the page for what the options ask for. */
export function watch(client: Client): void {
  const { options } = client
  addEventListener('pagehide', () => client.leave())
  addEventListener('online', () => void client.flush())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') client.leave()
  })
  if (options.vitals) watchVitals((name, value) => client.track('Web Vital Measured', { name, value }))
  if (options.errors) watchErrors(client)
  if (options.attributes !== false) watchAttributes(client)
  if (options.pages !== false) watchPages(client)
}

/** A page call now and at every change of the address, also when a script changes it. */
function watchPages(client: Client): void {
  let last = ''
  const look = () => {
    const here = location.pathname + location.search
    if (here === last) return
    last = here
    client.page()
  }
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name]
    history[name] = function (...given: Parameters<History['pushState']>) {
      original.apply(this, given)
      // The title changes after the address.
      setTimeout(look)
    }
  }
  addEventListener('popstate', () => setTimeout(look))
  look()
}

/** `data-teia-event="Plan Chosen" data-teia-plan="pro"` sends the event with `plan: "pro"`. */
function watchAttributes(client: Client): void {
  const hear = (event: Event) => {
    const element = (event.target as Element | null)?.closest?.<HTMLElement>('[data-teia-event]')
    const name = element?.dataset.teiaEvent
    if (!element || !name || (element.tagName === 'FORM') !== (event.type === 'submit')) return
    const properties = Object.entries(element.dataset)
      .filter(([key]) => key.startsWith('teia') && key !== 'teiaEvent')
      .map(([key, value]) => [
        key.slice(4).replace(/[A-Z]/g, (c, at) => (at ? '_' : '') + c.toLowerCase()),
        value,
      ])
    client.track(name, Object.fromEntries(properties))
  }
  document.addEventListener('click', hear, true)
  document.addEventListener('submit', hear, true)
}

const mostErrors = 20

function watchErrors(client: Client): void {
  let sent = 0
  const tell = (message: unknown, more: { source?: string; line?: number; stack?: unknown } = {}) => {
    if (sent++ < mostErrors)
      client.track('Error Occurred', {
        ...more,
        message: String(message).slice(0, 500),
        stack: String(more.stack ?? '').slice(0, 2_000),
      })
  }
  addEventListener('error', (event) =>
    tell(event.message, { source: event.filename, line: event.lineno, stack: event.error?.stack }),
  )
  addEventListener('unhandledrejection', ({ reason }) =>
    tell(reason?.message ?? reason, { stack: reason?.stack }),
  )
}
