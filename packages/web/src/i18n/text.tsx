import { type Fault, fill, type Language, type Values } from '@teia/contracts'
import { createContext, Fragment, type ReactNode, useContext, useMemo } from 'react'
import type { en } from './en/index.ts'
import { type Formatter, makeFormatter } from './format.ts'

import { titleOf, wordsOf } from './problem-words.ts'

type Master = typeof en
/** Every catalogue has the keys of the English one; the values are its own. */
export type Catalogue = { [Feature in keyof Master]: Record<keyof Master[Feature], string> }
/** The name of a message, as `feature.key`. */
export type MessageKey = {
  [Feature in keyof Master]: `${Feature & string}.${keyof Master[Feature] & string}`
}[keyof Master]

/** Loads one language; each is its own file on the wire. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  if (language === 'pt-BR') return (await import('./pt-br/index.ts')).ptBr
  if (language === 'it') return (await import('./it/index.ts')).it
  return (await import('./en/index.ts')).en
}

export type Text = {
  t: (key: MessageKey, values?: Values) => string
  /** A message whose `<b>…</b>` parts are set in bold. */
  rich: (key: MessageKey, values?: Values) => ReactNode
  /** The message under a key made at run time, or the fallback when there is none. */
  maybe: (key: string, fallback: string) => string
  /** Faults that the server found, in this language; its own words where it says more than this page knows. */
  told: (faults: readonly Fault[] | undefined, words: string) => string
  /** A call that failed in one sentence: as exactly as this page knows it in this language. */
  words: (error: unknown) => string
  /** What kind of problem it is, as a heading. */
  title: (error: unknown) => string
  format: Formatter
  language: Language
}

const TextContext = createContext<Text | null>(null)

function lookUp(catalogue: Catalogue, key: string): string | undefined {
  const dot = key.indexOf('.')
  const feature = catalogue[key.slice(0, dot) as keyof Catalogue] as Record<string, string> | undefined
  const name = key.slice(dot + 1)
  // Names come from anywhere; `constructor` is not a message.
  return feature && Object.hasOwn(feature, name) ? feature[name] : undefined
}

/** Sets `<b>` parts of a filled message in bold; nothing else is markup. */
export function bold(text: string): ReactNode {
  return text.split(/<b>(.*?)<\/b>/).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence never move
    index % 2 === 1 ? <b key={index}>{part}</b> : <Fragment key={index}>{part}</Fragment>,
  )
}

export function makeText(catalogue: Catalogue, language: Language, timeZone: string, currency: string): Text {
  const format = makeFormatter(language, timeZone, currency)
  const t = (key: string, values: Values = {}) =>
    fill(lookUp(catalogue, key) ?? key, values, format.plural, format.numbers)
  const find = (key: string) => {
    const found = lookUp(catalogue, key)
    return found === undefined ? undefined : fill(found, {}, format.plural, format.numbers)
  }
  const told: Text['told'] = (faults, words) => {
    const isKnown = faults?.every((fault) => lookUp(catalogue, `faults.${fault.code}`) !== undefined)
    if (!faults || faults.length === 0 || !isKnown) return words
    return faults.map((fault) => t(`faults.${fault.code}`, fault.values)).join(' ')
  }
  return {
    t,
    rich: (key, values) => bold(t(key, values)),
    maybe: (key, fallback) => find(key) ?? fallback,
    words: (error) => wordsOf(error, { told, find, language }),
    title: (error) => titleOf(error, find),
    told,
    format,
    language,
  }
}

/** Gives messages and formats to everything below. */
export function TextProvider(props: {
  catalogue: Catalogue
  language: Language
  timeZone: string
  currency: string
  children: ReactNode
}) {
  const { catalogue, language, timeZone, currency } = props
  const text = useMemo(
    () => makeText(catalogue, language, timeZone, currency),
    [catalogue, language, timeZone, currency],
  )
  return <TextContext value={text}>{props.children}</TextContext>
}

/** Messages and formats of the current language. Throws outside a TextProvider. */
export function useText(): Text {
  const text = useContext(TextContext)
  if (!text) throw new Error('useText needs a TextProvider above it.')
  return text
}
