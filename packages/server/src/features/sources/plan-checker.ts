import { type Fault, faultOf, sayFault } from '@teia/contracts'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { AcceptedEvent } from '../../storage/log/accepted-event.ts'
import { describeBreach } from './plan-breach.ts'

const longestSchema = 32 * 1024
const mostSentences = 5
/** Patterns are run on what strangers send, and one of them can take minutes; references reach outside. */
const forbidden = new Set(['pattern', 'patternProperties', '$ref', '$dynamicRef', '$recursiveRef'])

const compiler = () =>
  new Ajv({ strict: false, allErrors: true, ownProperties: true, validateFormats: false, logger: false })

/** Keywords that hold values, in which nothing is a keyword. */
const literal = new Set(['enum', 'const', 'default', 'examples'])

export type SchemaFault = { path: string; message: string; fault: Fault }
const schemaFault = (path: string, fault: Fault): SchemaFault => ({ path, message: sayFault(fault), fault })

/** Why a schema cannot be used, each fault with its place; empty when it can. */
export function faultsOfSchema(schema: Record<string, unknown>): SchemaFault[] {
  const text = JSON.stringify(schema)
  if (text.length > longestSchema)
    return [schemaFault('', faultOf('schema_too_long', { kilobytes: longestSchema / 1024 }))]
  const forbidden = forbiddenIn(schema, '')
  if (forbidden.length > 0) return forbidden
  const ajv = compiler()
  try {
    if (!ajv.validateSchema(schema)) return firstOfEach(ajv.errors ?? [])
    ajv.compile(schema)
    return []
  } catch {
    return [schemaFault('', faultOf('schema_invalid'))]
  }
}

/** A place that fits none of several forms has a fault for each; the first says it. */
function firstOfEach(errors: readonly ErrorObject[]): SchemaFault[] {
  const byPlace = new Map<string, ErrorObject>()
  for (const error of errors) if (!byPlace.has(error.instancePath)) byPlace.set(error.instancePath, error)
  return [...byPlace.values()]
    .slice(0, mostSentences)
    .map((error) =>
      schemaFault(error.instancePath.slice(1).replaceAll('/', '.'), describeBreach(error, 'JSON Schema')),
    )
}

/** A property may be called like a keyword: only what stands where keywords stand counts. */
function forbiddenIn(value: unknown, path: string, isNames = false): SchemaFault[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = path === '' ? key : `${path}.${key}`
    if (!isNames && !Array.isArray(value) && forbidden.has(key))
      return [schemaFault(own, faultOf('schema_forbidden', { keyword: key }))]
    return !isNames && literal.has(key) ? [] : forbiddenIn(inner, own, !isNames && key === 'properties')
  })
}

/** Holds events against the schemas of a plan. A schema that cannot be compiled any more is passed over. */
export function planChecker(
  plan: readonly { event: string; schema: Record<string, unknown> | null }[],
): (event: AcceptedEvent) => Fault[] {
  const ajv = compiler()
  const byEvent = new Map<string, ValidateFunction>()
  for (const { event, schema } of plan)
    if (schema && faultsOfSchema(schema).length === 0) byEvent.set(event, ajv.compile(schema))
  return (event) => {
    const validate = byEvent.get(event.name)
    const isAboutTraits = event.type === 'identify' || event.type === 'group'
    if (!validate || validate(isAboutTraits ? (event.traits ?? {}) : event.properties)) return []
    const root = isAboutTraits ? 'traits' : 'properties'
    return (validate.errors ?? []).slice(0, mostSentences).map((error) => describeBreach(error, root))
  }
}
