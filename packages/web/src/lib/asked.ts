import { hashKey, type QueryKey, queryOptions } from '@tanstack/react-query'
import { QuestionProgress } from '@teia/contracts'
import type { z } from 'zod'
import { ApiError, ask, get } from './api.ts'

/** The ids of the questions that this page waits for, by their keys. */
const ids = new Map<string, string>()
// `randomUUID` is not there on a page without https.
const newId = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Asks a question that may take long, so that `progressQuery` can tell how far it is. Throws ApiError. */
export async function askLong<S extends z.ZodType>(
  schema: S,
  path: string,
  body: unknown,
  { queryKey, signal }: { queryKey: QueryKey; signal: AbortSignal },
): Promise<z.output<S>> {
  const [key, askedId] = [hashKey(queryKey), newId()]
  ids.set(key, askedId)
  try {
    return await ask(schema, path, body, signal, askedId)
  } finally {
    if (ids.get(key) === askedId) ids.delete(key)
  }
}

/** How far the question of a key is, every second; null where that is not known. */
export const progressQuery = (question: QueryKey) =>
  queryOptions({
    queryKey: ['asked', question],
    queryFn: async ({ signal }) => {
      const askedId = ids.get(hashKey(question))
      if (askedId === undefined) return null
      return get(QuestionProgress, `/questions/asked/${askedId}`, { signal }).catch((error: unknown) => {
        // It has been answered meanwhile.
        if (error instanceof ApiError && error.status === 404) return null
        throw error
      })
    },
    refetchInterval: 1_000,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
