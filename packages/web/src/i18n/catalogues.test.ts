import { placeholders } from '@teia/contracts'
import { expect, test } from 'vitest'
import { en } from './en/index.ts'
import { it } from './it/index.ts'
import { ptBr } from './pt-br/index.ts'

const flat = (catalogue: Record<string, Record<string, string>>) =>
  Object.entries(catalogue).flatMap(([feature, messages]) =>
    Object.entries(messages).map(([key, message]) => [`${feature}.${key}`, message] as const),
  )

test.each([
  ['pt-BR', ptBr],
  ['it', it],
] as const)('%s has the keys of the master and asks for the same values', (_, catalogue) => {
  const master = new Map(flat(en))
  const other = new Map(flat(catalogue))
  expect([...other.keys()].sort()).toEqual([...master.keys()].sort())
  for (const [key, message] of master) {
    expect({ key, asks: placeholders(other.get(key) ?? '') }).toEqual({ key, asks: placeholders(message) })
  }
})

test.each([
  ['pt-BR', ptBr],
  ['it', it],
  ['en', en],
] as const)('%s closes every bold part it opens and leaves nothing empty', (_, catalogue) => {
  for (const [key, message] of flat(catalogue)) {
    expect({ key, open: message.split('<b>').length }).toEqual({ key, open: message.split('</b>').length })
    expect({ key, empty: message.trim() === '' }).toEqual({ key, empty: false })
  }
})
