import type { Language } from '@teia/contracts'

const byTag: Record<string, Language> = { en: 'en', it: 'it', pt: 'pt-BR' }

/**
 * The language in which a file is written for its reader: the one asked for, else the first of `Accept-Language` (RFC
 * 9110) that the product speaks, by its weight, else English.
 */
export function languageFor(asked: Language | undefined, acceptLanguage: string | undefined): Language {
  if (asked) return asked
  const wanted = (acceptLanguage ?? '').slice(0, 500).split(',').map(readWish)
  const known = wanted.filter(({ weight, language }) => weight > 0 && language)
  return known.toSorted((one, other) => other.weight - one.weight)[0]?.language ?? 'en'
}

function readWish(text: string): { language: Language | undefined; weight: number } {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const [main = ''] = tag.split('-', 1)
  const quality = parameters.find((one) => one.startsWith('q='))
  return {
    language: Object.hasOwn(byTag, main) ? byTag[main] : undefined,
    weight: quality === undefined ? 1 : Number(quality.slice(2)) || 0,
  }
}
