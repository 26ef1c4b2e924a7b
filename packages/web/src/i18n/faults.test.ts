import { type FaultCode, faultSentences, placeholders, problems, sayFault } from '@teia/contracts'
import { expect, test } from 'vitest'
import { ApiError } from '../lib/api.ts'
import { en } from './en/index.ts'
import { it } from './it/index.ts'
import { detailOf } from './problem-words.ts'
import { ptBr } from './pt-br/index.ts'
import { makeText } from './text.tsx'

const languages = [
  ['en', en],
  ['it', it],
  ['pt-BR', ptBr],
] as const
const textOf = (language: 'en' | 'it' | 'pt-BR') =>
  makeText({ en, it, 'pt-BR': ptBr }[language], language, 'UTC', 'EUR')
const codes = Object.keys(faultSentences) as FaultCode[]

test.each(languages)(
  '%s says every fault of the catalogue with its values, and every problem',
  (language) => {
    const { told, title } = textOf(language)
    for (const code of codes) {
      const names = placeholders(faultSentences[code])
      const values = Object.fromEntries(names.map((name) => [name, `«${name}»`]))
      const said = told([{ code, values }], 'not said')
      expect({ code, said }).not.toEqual({ code, said: 'not said' })
      for (const name of names)
        expect({ code, said }).toEqual({ code, said: expect.stringContaining(`«${name}»`) })
      expect({ code, said }).toEqual({ code, said: expect.not.stringMatching(/[{}]/) })
    }
    for (const code of Object.keys(problems))
      expect({ code, title: title(new ApiError(400, code, '')) }).not.toEqual({
        code,
        title: title(new Error('of the page')),
      })
  },
)

test('Italian and Portuguese have their own sentence for every fault, and none is the English one', () => {
  for (const code of codes) {
    const sentences = [faultSentences[code], it.faults[code], ptBr.faults[code]]
    expect({ code, different: new Set(sentences).size }).toEqual({ code, different: 3 })
  }
})

test('numbers take the form of the language, one and many', () => {
  const fault = (limit: number) => [{ code: 'plan_too_short', values: { place: 'sku', limit } }]
  expect(textOf('it').told(fault(1), '')).toBe('“sku” deve avere almeno 1 carattere.')
  expect(textOf('pt-BR').told(fault(1200), '')).toBe('“sku” deve ter pelo menos 1.200 caracteres.')
  expect(sayFault({ code: 'plan_too_short', values: { place: 'sku', limit: 3 } })).toBe(
    '“sku” must have at least 3 characters.',
  )
})

test('a code that this page does not know leaves the words of the server', () => {
  const { told, words } = textOf('it')
  const unknown = { code: 'of_a_newer_server', values: {} }
  const known = { code: 'body_no_json', values: {} }
  expect(told([known, unknown], 'The server said so.')).toBe('The server said so.')
  expect(told([], 'The server said so.')).toBe('The server said so.')
  expect(words(new ApiError(400, 'newer_code', 'The server said so.'))).toBe('The server said so.')
})

test('a failed call is said by its fault, or by its kind where there is none, and English only once', () => {
  const italian = textOf('it')
  const { words } = italian
  const fault = { code: 'touchpoint_name_taken', values: { name: 'Cassa' } }
  const taken = new ApiError(409, 'conflict', 'Another touchpoint is called “Cassa”.', { fault })
  expect(words(taken)).toBe('Un altro punto di contatto si chiama “Cassa”.')
  expect(detailOf(taken, italian)).toBe('Un altro punto di contatto si chiama “Cassa”.')
  const missing = new ApiError(404, 'person_not_found', 'No such person.')
  expect(words(missing)).toBe('Questa persona non esiste')
  expect(detailOf(missing, italian)).toBeNull()
  const sure = new ApiError(404, 'person_not_found', 'Nobody has this id, really.')
  expect(detailOf(sure, italian)).toBeNull()
  expect(detailOf(sure, textOf('en'))).toBe('Nobody has this id, really.')
  expect(detailOf(new ApiError(409, 'newer_code', 'The server said so.'), italian)).toBe(
    'The server said so.',
  )
  expect(
    textOf('en').words(new ApiError(409, 'import_state', 'The import is done, so you cannot start it.')),
  ).toBe('The import is done, so you cannot start it.')
})
