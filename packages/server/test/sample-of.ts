/** As much of JSON Schema as the OpenAPI document of the server uses for bodies. */
export type JsonSchema = {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  format?: string
  minLength?: number
  minimum?: number
  minItems?: number
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  required?: string[]
}

const formats: Record<string, string> = {
  email: 'somebody@test.example',
  'date-time': '2026-01-01T00:00:00Z',
  date: '2026-01-01',
  uuid: '00000000-0000-7000-8000-000000000000',
}

/** A value that the schema takes, with every property that it names, so that a body is never what a call fails on. */
export function sampleOf(schema: JsonSchema): unknown {
  // The one schema that is named, as it holds itself: the filter of everything.
  if (schema.$ref?.includes('Filter')) return { and: [] }
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum.at(-1)
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0]
  if (choice) return sampleOf(choice)
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, sampleOf(inner)]),
      )
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}))
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return false
    default:
      return formats[schema.format ?? ''] ?? 'x'.repeat(Math.max(3, schema.minLength ?? 0))
  }
}
