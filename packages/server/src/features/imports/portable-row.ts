import { type Fault, faultOf, faultOfShape, PortableLine, portablePrefix } from '@teia/contracts'
import type { Message } from './map-row.ts'

/** Whether what a row became is no message but another line of an export. */
export const isPortable = (message: Message): boolean =>
  typeof message.type === 'string' && message.type.startsWith(portablePrefix)

/** The line as it will be kept, or why it cannot be. */
export function readPortable(message: Message): { line: PortableLine } | { refusal: Fault[] } {
  const parsed = PortableLine.safeParse(tidied(message))
  if (parsed.success) return { line: parsed.data }
  const [issue] = parsed.error.issues
  const type = String(message.type).slice(0, 60)
  if (!issue) return { refusal: [faultOf('row_unreadable')] }
  if (issue.path.length === 1 && issue.path[0] === 'type')
    return { refusal: [faultOf('line_type_unknown', { type })] }
  const what = faultOfShape(issue)
  const place = issue.path.join('.')
  return { refusal: [faultOf('line_place', { place: place || '{}', type }), what] }
}

/** No store keeps a NUL character or half of a pair. */
function tidied(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  if (Array.isArray(value)) return value.map(tidied)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [tidied(name), tidied(inner)]))
}
