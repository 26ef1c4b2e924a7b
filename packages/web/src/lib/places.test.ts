import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { it } from '../i18n/it/index.ts'
import { makeText } from '../i18n/text.tsx'
import { placeIssues, readText } from './places.ts'

test('whatever JSON is written with indents is read as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const clean: unknown = JSON.parse(JSON.stringify(value))
      expect(readText(JSON.stringify(clean, null, 2)).value).toEqual(clean)
    }),
    { numRuns: 100 },
  )
})

test('a text that cannot be read says in which line', () => {
  const { value, faults } = readText('{\n  "rules": [\n    { "type": "track", }\n  ]\n  oops\n}')
  expect(value).toBeUndefined()
  expect(faults[0]?.line).toBe(5)
})

test('what a schema finds is placed at the line of the part, or of the nearest part around it', () => {
  const schema = z.object({
    rules: z.array(z.object({ type: z.enum(['track', 'page']), event: z.string() })),
  })
  const json = readText(
    '{\n  "rules": [\n    { "type": "track", "event": "A" },\n    {\n      "type": "no" }\n  ]\n}',
  )
  const found = schema.safeParse(json.value)
  expect(placeIssues(json, found.error?.issues ?? []).map((one) => one.line)).toEqual([4, 5])
  const yaml = readText('rules:\n  - type: track\n    event: A\n  - type: 7\n    event: B\n')
  const wrong = schema.safeParse(yaml.value)
  expect(placeIssues(yaml, wrong.error?.issues ?? [])).toMatchObject([{ line: 4 }])
})

test('a text that blows up when its references are followed is refused', () => {
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]']
  for (let n = 1; n < 9; n++) {
    const [name, before] = [String.fromCharCode(97 + n), String.fromCharCode(96 + n)]
    bomb.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(',')}]`)
  }
  const read = readText(bomb.join('\n'))
  expect(read.value).toBeUndefined()
  expect(read.faults).toHaveLength(1)
})

test('of a choice of forms, the one that was understood furthest says what is wrong', () => {
  const schema = z.object({
    total: z.union([z.number(), z.object({ path: z.string(), as: z.enum(['text']) })]),
  })
  const read = readText('total:\n  path: a.b\n  as: txt\n')
  const found = schema.safeParse(read.value)
  expect(placeIssues(read, found.error?.issues ?? [])).toMatchObject([
    { line: 3, message: expect.stringContaining('total.as') },
  ])
})

test('what is wrong with a text is said in the language of the page, and never in the words of the parser', () => {
  const { told } = makeText(it, 'it', 'UTC', 'EUR')
  expect(readText('a: 1\na: 2', told).faults).toEqual([
    { line: 2, column: 1, message: 'Lo stesso nome compare due volte.' },
  ])
  expect(readText('a: *b', told).faults).toEqual([
    { line: 1, message: 'L’ancora “b” a cui si fa riferimento non c’è.' },
  ])
  const ours = new Set(
    Object.entries(it.faults).flatMap(([code, said]) => (code.startsWith('yaml') ? [said] : [])),
  )
  const pieces = fc.constantFrom(
    'a',
    ': ',
    '\n',
    '  ',
    '\t',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '&a ',
    '!',
    '|',
    '@',
    '---\n',
    '%',
    '?',
    ',',
    '\\q',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
      const text = parts.join('')
      const { faults } = readText(text, told)
      expect(faults).toHaveLength(parseDocument(text).errors.length)
      for (const { message } of faults) expect(ours).toContain(message)
    }),
    { numRuns: 500 },
  )
})
