import { useQueryClient } from '@tanstack/react-query'
import { DeadLetterReplayed, type KeptEvent, type RefusalReason } from '@teia/contracts'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { ask } from '../../lib/api.ts'

export type ReplayWish = {
  kind: KeptEvent['kind']
  ids?: string[]
  reason?: RefusalReason
  times: 'said' | 'received'
  /** What is taken instead of the one event that is named. */
  body?: Record<string, unknown>
}
type Answer = z.infer<typeof DeadLetterReplayed>
export type ReplayState = Pick<Answer, 'replayed' | 'failed' | 'reasons' | 'refused'> & {
  /** How many there were to take when it began. */
  total: number
  isRunning: boolean
  error: unknown
}

function sumOf(before: ReplayState, answer: Answer): ReplayState {
  const counts = new Map(before.reasons.map((one) => [one.reason, one.count]))
  for (const { reason, count } of answer.reasons) counts.set(reason, (counts.get(reason) ?? 0) + count)
  return {
    ...before,
    replayed: before.replayed + answer.replayed,
    failed: before.failed + answer.failed,
    reasons: [...counts].map(([reason, count]) => ({ reason, count })),
    refused: [...before.refused, ...answer.refused],
  }
}

/** Takes kept events again, a thousand a call, until all were tried; tells how far it is and can be stopped between calls. */
export function useReplay(sourceId: string) {
  const client = useQueryClient()
  const [state, setState] = useState<ReplayState | null>(null)
  const isStopped = useRef(false)
  const start = async (wish: ReplayWish, total: number): Promise<ReplayState> => {
    isStopped.current = false
    let now: ReplayState = {
      total,
      replayed: 0,
      failed: 0,
      reasons: [],
      refused: [],
      isRunning: true,
      error: null,
    }
    setState(now)
    try {
      let after: string | null | undefined
      do {
        const body: object = { ...wish, ...(after && { after }) }
        const path = `/sources/${encodeURIComponent(sourceId)}/dead-letters/replay`
        const answer = await ask(DeadLetterReplayed, path, body)
        now = sumOf(now, answer)
        after = answer.after
        setState(now)
      } while (after && !isStopped.current)
    } catch (error) {
      now = { ...now, error }
    }
    now = { ...now, isRunning: false }
    setState(now)
    await client.invalidateQueries({ queryKey: ['sources', sourceId] })
    return now
  }
  return {
    state,
    start,
    stop: () => {
      isStopped.current = true
    },
    clear: () => setState(null),
  }
}
