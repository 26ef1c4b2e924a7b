import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readCompactRows } from './compact-rows.ts'

const head = '{\n\t"meta":\n\t[\n\t\t{\n\t\t\t"name": "a"\n\t\t}\n\t],\n\n\t"data":\n\t[\n'
const foot =
  '\n\t],\n\n\t"rows": 2,\n\n\t"statistics":\n\t{\n\t\t"elapsed": 0.1,\n\t\t"rows_read": 70\n\t}\n}\n'
const rows = '\t\t[["one\\n", "]"], 1],\n\t\t[[], 2]'

test('rows come one by one, wherever the answer is cut on its way, and it says what was read', async () => {
  const text = head + rows + foot
  for (const size of [1, 7, text.length]) {
    const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
      text.slice(at * size, (at + 1) * size),
    )
    const taken: unknown[] = []
    expect(await readCompactRows(Readable.from(pieces), (row) => taken.push(row))).toBe(70)
    expect(taken).toEqual([
      [['one\n', ']'], 1],
      [[], 2],
    ])
  }
})

test('an answer that ends too early is none', async () => {
  for (const text of [head + rows, `${head}${rows.slice(0, 20)}\n${foot}`, `${head}\t\t[[], 2]${foot}`])
    await expect(readCompactRows(Readable.from([text]), () => undefined)).rejects.toThrow()
})
