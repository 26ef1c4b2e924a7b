import type { Parameters } from './statement-parts.ts'

// The client writes these with an escape, which the engine takes off a String and not off an Identifier.
const escapedByClient = /['\\\t\n\r\f\v\b\0]/

/**
 * One path of a JSON column as text; absent is empty. The name is a parameter of the type Identifier, so that the
 * engine reads this path alone and not the whole column, and the name can never be anything but a name.
 */
export function jsonPath(
  column: 'e.context' | 'e.properties' | 'context' | 'properties' | 'traits',
  path: string,
  params: Parameters,
): string {
  if (path === '') return `''`
  if (escapedByClient.test(path)) return `toString(getSubcolumn(${column}, ${params.text(path)}))`
  const name = params.add('Identifier', `${column.replace('e.', '')}.${path}`)
  return `toString(${column.startsWith('e.') ? 'e.' : ''}${name})`
}
