import { useQueryClient } from '@tanstack/react-query'
import { ListedOutcome, Segment } from '@teia/contracts'
import { useRef, useState } from 'react'
import { ask } from '../../lib/api.ts'
import { segmentPath } from './segment-queries.ts'

/** As many people as one call takes. */
const CALL = 5_000

export type Wanted = { list: string } | { name: string }
type Told = (people: number) => void

/**
 * Puts people on a list, or on a new one of that name. Whoever they are is read by `read`, which tells how many it has
 * so far; it can be stopped until they are put there. Answers the list and how many were added.
 */
export function usePutOnList(read: (signal: AbortSignal, told: Told) => Promise<readonly string[]>) {
  const client = useQueryClient()
  const stopper = useRef<AbortController | null>(null)
  // What was made stays made when putting people on it fails: a second attempt goes on with it.
  const made = useRef(new Map<string, string>())
  const [known, setKnown] = useState<number | null>(null)
  const make = async (name: string) => {
    const { id } = await ask(Segment, '/segments', { kind: 'list', name })
    made.current.set(name, id)
    return id
  }
  const put = async (wanted: Wanted) => {
    const stop = new AbortController()
    stopper.current = stop
    setKnown(0)
    try {
      const people = await read(stop.signal, setKnown)
      const id = 'list' in wanted ? wanted.list : (made.current.get(wanted.name) ?? (await make(wanted.name)))
      let added = 0
      for (let at = 0; at < people.length; at += CALL) {
        const part = people.slice(at, at + CALL)
        added += (await ask(ListedOutcome, `${segmentPath(id)}/people`, { people: part })).added
      }
      return { id, added }
    } finally {
      setKnown(null)
      await client.invalidateQueries({ queryKey: ['segments'] })
    }
  }
  return { put, known, stop: () => stopper.current?.abort() }
}
