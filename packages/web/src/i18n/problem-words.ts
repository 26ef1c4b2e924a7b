import { type ProblemCode, problems } from '@teia/contracts'
import { ApiError } from '../lib/api.ts'
import type { Text } from './text.tsx'

type Find = (key: string) => string | undefined

/** What kind of problem a failed call met, as a heading. */
export function titleOf(error: unknown, find: Find): string {
  const code = error instanceof ApiError ? error.code : 'unexpected'
  return find(`errors.${code}`) ?? find(`problems.${code}`) ?? find('errors.unexpected') ?? code
}

/**
 * A failed call in one sentence: its fault in the language of the page; else what the server said where that is English;
 * else its heading, which every language has.
 */
export function wordsOf(error: unknown, text: Pick<Text, 'told' | 'language'> & { find: Find }): string {
  if (!(error instanceof ApiError)) return titleOf(error, text.find)
  const exact = error.fault && text.told([error.fault], '')
  if (exact) return exact
  if (text.language === 'en' && error.status > 0) return error.message
  const isKnown = text.find(`errors.${error.code}`) ?? text.find(`problems.${error.code}`)
  return isKnown ?? error.message
}

/**
 * What the server said beyond the kind of the problem, or null: in this language; in its own words where those are English,
 * as the page is, or all that there is.
 */
export function detailOf(
  error: ApiError,
  { told, language }: Pick<Text, 'told' | 'language'>,
): string | null {
  const exact = error.fault && told([error.fault], '')
  if (exact) return exact
  if (!Object.hasOwn(problems, error.code)) return error.message
  const { title } = problems[error.code as ProblemCode]
  return language !== 'en' || error.message === title ? null : error.message
}
