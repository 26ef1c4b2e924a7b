import { expect, test } from 'vitest'
import { languageFor } from './language.ts'

test.each([
  ['it', 'pt-BR,pt;q=0.9', 'it'],
  [undefined, 'pt-BR,pt;q=0.9,en;q=0.8', 'pt-BR'],
  [undefined, 'pt-PT', 'pt-BR'],
  [undefined, 'de, en;q=0.4, it;q=0.7', 'it'],
  [undefined, 'it;q=0, en;q=0.1', 'en'],
  [undefined, 'fr-FR, constructor;q=0.9', 'en'],
  [undefined, '*', 'en'],
  [undefined, undefined, 'en'],
] as const)('asked for %s, with %s, a file is written in %s', (asked, header, language) => {
  expect(languageFor(asked, header)).toBe(language)
})
