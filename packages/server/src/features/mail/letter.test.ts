import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOut } from './letter.ts'

const letter = { language: 'en', title: 'Title', paragraphs: [], footer: 'Footer' } as const

test('nothing that a person wrote becomes markup, a line of its own, or a header', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '\n', '\r', '\0', 'a', '=', ' ') }),
      (name) => {
        const plain = layOut({ ...letter, paragraphs: ['x'], action: { label: 'x', url: 'x' } })
        const made = layOut({
          ...letter,
          title: `Title${name}`,
          paragraphs: [`x${name}`],
          action: { label: `x${name}`, url: `x${encodeURIComponent(name)}` },
        })
        expect(made.subject).not.toMatch(/[\r\n\0]/)
        expect(made.text.split('\n').length).toBe(plain.text.split('\n').length)
        expect(made.html.replace(/[^<>]/g, '')).toBe(plain.html.replace(/[^<>]/g, ''))
        expect(made.html.replace(/[^"]/g, '').length).toBe(plain.html.replace(/[^"]/g, '').length)
      },
    ),
  )
})

test('the link stands in both bodies', () => {
  const made = layOut({
    ...letter,
    action: { label: 'Open', url: 'https://cx.example/invitation?token=a&b=c' },
  })
  expect(made.text).toContain('Open: https://cx.example/invitation?token=a&b=c')
  expect(made.html).toContain('href="https://cx.example/invitation?token=a&amp;b=c"')
})
