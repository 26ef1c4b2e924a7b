import { useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { currentWorkspaceId } from './api.ts'

type State = 'connecting' | 'open' | 'lost'

/**
 * Puts what a stream did not bring (it came before the stream was open, or while it was lost) among what it brought,
 * each once by id: before the first that is older, else at the end.
 */
export function withMissed<T extends { id: string }>(
  streamed: readonly T[],
  recent: readonly T[],
  timeOf: (item: T) => string,
): T[] {
  const seen = new Set<string>()
  const all = streamed.filter((item) => !seen.has(item.id) && seen.add(item.id))
  for (const item of recent) {
    if (seen.has(item.id)) continue
    seen.add(item.id)
    const time = Date.parse(timeOf(item))
    const place = all.findIndex((one) => Date.parse(timeOf(one)) < time)
    all.splice(place === -1 ? all.length : place, 0, item)
  }
  return all
}

/**
 * Follows a server-sent stream. Items come newest first, at most `keep`, each once by id. While paused, new items wait
 * and are counted; going on shows them. `perMinute` counts what came in the last 60 seconds. A stream begins with what
 * comes after it was opened: `onOpen` is called each time it opens, also after it was lost, to read `recent` again.
 */
export function useStream<S extends z.ZodType<{ id: string }>>({
  schema,
  path,
  event,
  recent,
  timeOf,
  onOpen,
  keep = 60,
}: {
  schema: S
  path: string
  event: string
  recent: readonly z.output<S>[]
  timeOf: (item: z.output<S>) => string
  onOpen: () => void
  keep?: number
}) {
  type Item = z.output<S>
  const [items, setItems] = useState<readonly Item[]>([])
  const [waiting, setWaiting] = useState<readonly Item[]>([])
  const [waitingCount, setWaitingCount] = useState(0)
  const [paused, setPaused] = useState(false)
  const [state, setState] = useState<State>('connecting')
  const [perMinute, setPerMinute] = useState(0)
  const arrivals = useRef(new Map<string, number>())
  const opened = useRef(onOpen)
  opened.current = onOpen
  const pausedNow = useRef(false)
  pausedNow.current = paused
  const nameTime = useRef(timeOf)
  nameTime.current = timeOf
  useEffect(() => {
    for (const item of recent)
      if (!arrivals.current.has(item.id)) arrivals.current.set(item.id, Date.parse(nameTime.current(item)))
  }, [recent])

  useEffect(() => {
    const buffer: Item[] = []
    const workspace = currentWorkspaceId()
    const query = workspace ? `?workspace=${encodeURIComponent(workspace)}` : ''
    const source = new EventSource(`/api/v1${path}${query}`)
    source.onopen = () => {
      setState('open')
      opened.current()
    }
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
      for (const item of fresh) arrivals.current.set(item.id, now)
      for (const [id, at] of arrivals.current) if (now - at >= 60_000) arrivals.current.delete(id)
      setPerMinute(arrivals.current.size)
      if (fresh.length === 0) return
      const put = pausedNow.current ? setWaiting : setItems
      put((before) => [...fresh, ...before].slice(0, keep))
      // More may wait than are kept to be shown.
      if (pausedNow.current) setWaitingCount((count) => count + fresh.length)
    }, 250)
    return () => {
      source.close()
      clearInterval(timer)
    }
  }, [schema, path, event, keep])

  const known = new Set(waiting.map((item) => item.id))
  const missed = recent.filter((item) => !known.has(item.id))
  const shown = withMissed(items, missed, timeOf).slice(0, keep)
  const resume = () => {
    setItems((before) => [...waiting, ...before].slice(0, keep))
    setWaiting([])
    setWaitingCount(0)
    setPaused(false)
  }
  return {
    items: shown,
    state,
    paused,
    waiting: waitingCount,
    perMinute,
    pause: () => setPaused(true),
    resume,
  }
}
