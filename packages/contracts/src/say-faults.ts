import type { Language } from './common.ts'
import { en } from './fault-sentences/en.ts'
import { it } from './fault-sentences/it.ts'
import { ptBr } from './fault-sentences/pt-br.ts'
import type { Fault } from './faults.ts'
import { fill } from './message.ts'

const languages = {
  en: speaker('en', en),
  it: speaker('it', it),
  'pt-BR': speaker('pt-BR', ptBr),
}

function speaker(language: Language, sentences: Record<string, string>) {
  return { sentences, plural: new Intl.PluralRules(language), numbers: new Intl.NumberFormat(language) }
}

/**
 * Several faults of one thing, one sentence after the other, in a language of the product. Of a fault that is not in the
 * catalogue its bare code.
 */
export function sayFaultsIn(language: Language, faults: readonly Fault[]): string {
  const { sentences, plural, numbers } = languages[language]
  const say = ({ code, values }: Fault) =>
    fill(Object.hasOwn(sentences, code) ? (sentences[code] ?? code) : code, values, plural, numbers)
  return faults.map(say).join(' ')
}
