import fc from 'fast-check'
import { expect, test } from 'vitest'
import { carriedIdentifiers, readEmail, readPhone } from './identifier-values.ts'
import { Blocklist, defaultRules } from './identity-rules.ts'
import { fitsWildcard } from './wildcard.ts'

test('an e-mail address is the same whoever writes it, and no provider’s rules are guessed', () => {
  for (const text of ['ana@x.example', ' Ana@X.example ', 'Ana Luz <ana@x.example>', 'mailto:ana@x.example'])
    expect(readEmail(text, defaultRules)).toBe('ana@x.example')
  expect(readEmail('a.na+shop@x.example', defaultRules)).toBe('a.na+shop@x.example')
  const email = { ignoreTag: true, ignoreDots: true }
  expect(readEmail('a.na+shop@x.example', { email })).toBe('ana@x.example')
  for (const none of ['', 'ana', '@x', 'ana@', 'a b@x', 7, null, { a: 1 }, 'a@b, c@d'])
    expect([none, readEmail(none, defaultRules)]).toEqual([none, null])
})

test('a phone number is read as E.164, with the country of the workspace where it says none', () => {
  for (const text of ['+55 11 91234-5678', '0055 11 91234 5678', 'whatsapp:+5511912345678', '5511912345678'])
    expect([text, readPhone(text, null)]).toEqual([text, '+5511912345678'])
  expect(readPhone('(11) 91234-5678', 'BR')).toBe('+5511912345678')
  expect(readPhone('347 123 4567', 'IT')).toBe('+393471234567')
  for (const none of ['11912', '(11) 91234-5678', 'phone', '+1', null])
    expect(readPhone(none, null)).toBeNull()
})

test('what says nothing and mailboxes of a company identify nobody', () => {
  const blocklist = new Blocklist(defaultRules)
  for (const value of [
    'null',
    'UNDEFINED',
    'N/A',
    '0',
    '-1',
    '[object Object]',
    '00000000-0000-0000-0000-000000000000',
  ])
    expect([value, blocklist.isBlocked('userId', value)]).toEqual([value, true])
  expect(blocklist.isBlocked('email', 'info@shop.example')).toBe(true)
  expect(blocklist.isBlocked('email', 'ana.info@shop.example')).toBe(false)
  expect(blocklist.isBlocked('phone', 'info@shop.example')).toBe(false)
})

test('a pattern fits what the same pattern as a regular expression fits', () => {
  const piece = fc.constantFrom('a', 'b', '*', '?', '.')
  const pattern = fc.array(piece, { maxLength: 8 }).map((all) => all.join(''))
  const text = fc.array(fc.constantFrom('a', 'b', '.'), { maxLength: 8 }).map((all) => all.join(''))
  fc.assert(
    fc.property(pattern, text, (wild, given) => {
      const regex = new RegExp(`^${wild.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`)
      expect(fitsWildcard(wild, given)).toBe(regex.test(given))
    }),
    { numRuns: 2000 },
  )
})

test('ids of another system are read as the rules of their type say, whatever the type is called', () => {
  const rule = defaultRules.kinds.external
  const rules = {
    ...defaultRules,
    externalTypes: {
      crm_id: { ...rule, read: 'letters_and_digits' as const },
      till: { ...rule, read: 'ignore_case' as const },
    },
  }
  const read = (type: string, id: unknown) =>
    carriedIdentifiers({ type: 'track', traits: null, context: { externalIds: [{ type, id }] } }, rules).map(
      ({ value }) => value,
    )
  expect(['CRM-0012', 'crm 0012', 'Crm_0012'].flatMap((id) => read('crm_id', id))).toEqual(
    Array.from({ length: 3 }, () => 'crm0012'),
  )
  expect(read('crm_id', '--')).toEqual([])
  expect(read('till', 'A-1')).toEqual(['a-1'])
  expect(read('constructor', 'A-1')).toEqual(['A-1'])
})
