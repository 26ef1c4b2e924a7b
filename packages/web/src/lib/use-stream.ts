import { useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { currentWorkspaceId } from './api.ts'

type State = 'connecting' | 'open' | 'lost'

/**
 * Follows a server-sent stream. Items come newest first, at most `keep`, each once by id. While paused, new items wait
 * and are counted; going on shows them. `perMinute` counts what came in the last 60 seconds.
 */
export function useStream<S extends z.ZodType<{ id: string }>>(
  schema: S,
  path: string,
  event: string,
  start: readonly z.output<S>[],
  timeOf: (item: z.output<S>) => string,
  keep = 60,
) {
  type Item = z.output<S>
  const [items, setItems] = useState<readonly Item[]>([])
  const [waiting, setWaiting] = useState<readonly Item[]>([])
  const [paused, setPaused] = useState(false)
  const [state, setState] = useState<State>('connecting')
  const [perMinute, setPerMinute] = useState(0)
  const arrivals = useRef<number[]>([])
  const pausedNow = useRef(false)
  pausedNow.current = paused
  const startTimes = start.map((item) => Date.parse(timeOf(item))).join(' ')
  useEffect(() => {
    if (startTimes !== '') arrivals.current.push(...startTimes.split(' ').map(Number))
  }, [startTimes])

  useEffect(() => {
    const buffer: Item[] = []
    const workspace = currentWorkspaceId()
    const query = workspace ? `?workspace=${encodeURIComponent(workspace)}` : ''
    const source = new EventSource(`/api/v1${path}${query}`)
    source.onopen = () => setState('open')
    source.onerror = () => setState('lost')
    source.addEventListener(event, (message: MessageEvent<string>) => {
      let body: unknown
      try {
        body = JSON.parse(message.data)
      } catch {
        return
      }
      const item = schema.safeParse(body)
      if (item.success) buffer.push(item.data)
    })
    // Drawn four times a second at most: a fast stream must not make the page slow.
    const timer = setInterval(() => {
      const now = Date.now()
      const fresh = buffer.splice(0).reverse()
      arrivals.current = [...arrivals.current, ...fresh.map(() => now)].filter((at) => now - at < 60_000)
      setPerMinute(arrivals.current.length)
      if (fresh.length === 0) return
      const put = pausedNow.current ? setWaiting : setItems
      put((before) => [...fresh, ...before].slice(0, keep))
    }, 250)
    return () => {
      source.close()
      clearInterval(timer)
    }
  }, [schema, path, event, keep])

  const seen = new Set<string>()
  const shown = [...items, ...start].filter((item) => !seen.has(item.id) && seen.add(item.id)).slice(0, keep)
  const resume = () => {
    setItems((before) => [...waiting, ...before].slice(0, keep))
    setWaiting([])
    setPaused(false)
  }
  return {
    items: shown,
    state,
    paused,
    waiting: waiting.length,
    perMinute,
    pause: () => setPaused(true),
    resume,
  }
}
