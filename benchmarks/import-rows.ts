import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { ImportMapping } from '@teia/contracts'

/** What the rows of `writeRows` become: an event each. */
export const rowsMapping: ImportMapping = {
  version: 1,
  files: [
    {
      file: 'rows.csv',
      emits: [
        {
          emit: 'event',
          name: { column: 'event' },
          time: { column: 'time', date: 'ymd' },
          userId: { column: 'user_id' },
          properties: [
            { name: 'order', value: { column: 'order' } },
            { name: 'amount', value: { column: 'amount', type: 'number' } },
            { name: 'city', value: { column: 'city' } },
          ],
        },
      ],
    },
  ],
}

/** Writes a CSV file of orders of about so many bytes. `people`: how many place them; undefined: each its own. Answers the rows. */
export async function writeRows(path: string, bytesWanted: number, people?: number): Promise<number> {
  await using file = await open(path, 'w')
  await file.write('user_id,event,time,order,amount,city,note\n')
  const note = 'a sentence such as people write into a field'.repeat(2)
  let n = 0
  for (let bytes = 0; bytes < bytesWanted; ) {
    const rows: string[] = []
    for (let at = 0; at < 5_000; at += 1, n += 1) {
      const id = createHash('md5').update(String(n)).digest('hex')
      const user = people === undefined ? id.slice(0, 8) : `u${(n * 7919) % people}`
      const time = new Date(Date.UTC(2024, 0, 1) + n * 1_000).toISOString()
      rows.push(`${user},Order Placed,${time},${id},${n % 500}.5,"São Paulo, SP",${note}\n`)
    }
    const text = rows.join('')
    bytes += Buffer.byteLength(text)
    await file.write(text)
  }
  return n
}
