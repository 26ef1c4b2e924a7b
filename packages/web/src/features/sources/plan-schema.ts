/** A JSON Schema of an event's properties, as it is kept. */
export type PlanSchema = Record<string, unknown>

/** The types that the plain table offers; what else a schema says is edited as text. */
export const plainTypes = ['any', 'string', 'number', 'integer', 'boolean', 'object', 'array'] as const
export type PlainType = (typeof plainTypes)[number]

export type PropertyRow = {
  /** Names from the outside in. */
  path: readonly string[]
  /** One of the plain types, or the types that the schema allows together. */
  type: PlainType | 'mixed'
  types: string
  isRequired: boolean
  /** Says more than type and required, as lengths and lists of values do. */
  hasMore: boolean
}

const isObject = (value: unknown): value is PlanSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const deepest = 4

const propertiesOf = (schema: unknown): PlanSchema =>
  isObject(schema) && isObject(schema.properties) ? schema.properties : {}
const requiredOf = (schema: unknown): string[] =>
  isObject(schema) && Array.isArray(schema.required)
    ? schema.required.filter((name) => typeof name === 'string')
    : []

/** The properties of a schema as rows, inner ones under the object that holds them. */
export function rowsOfSchema(schema: unknown, above: readonly string[] = []): PropertyRow[] {
  if (above.length >= deepest) return []
  const required = new Set(requiredOf(schema))
  return Object.entries(propertiesOf(schema)).flatMap(([name, inner]) => {
    const path = [...above, name]
    const row = { path, ...typesOf(inner), isRequired: required.has(name), hasMore: saysMore(inner) }
    return [row, ...rowsOfSchema(inner, path)]
  })
}

function typesOf(schema: unknown): Pick<PropertyRow, 'type' | 'types'> {
  const said = isObject(schema) ? schema.type : undefined
  const types = [said].flat().filter((one) => typeof one === 'string')
  if (types.length === 0) return { type: 'any', types: '' }
  const [only] = types
  const plain = plainTypes.find((one) => one === only)
  return { type: types.length === 1 && plain ? plain : 'mixed', types: types.join(', ') }
}

const plainKeys = new Set(['type', 'properties', 'required', 'items'])
const saysMore = (schema: unknown): boolean =>
  isObject(schema) && Object.keys(schema).some((key) => !plainKeys.has(key))

/** Changes the schema of what holds a property. Leaves everything else as it was. */
function changeHolder(
  schema: PlanSchema,
  path: readonly string[],
  change: (holder: PlanSchema, name: string) => PlanSchema,
): PlanSchema {
  const [name, ...rest] = path
  if (name === undefined) return schema
  if (rest.length === 0) return change(schema, name)
  const properties = propertiesOf(schema)
  const inner = properties[name]
  return {
    ...schema,
    properties: { ...properties, [name]: changeHolder(isObject(inner) ? inner : {}, rest, change) },
  }
}

export function withType(schema: PlanSchema, path: readonly string[], type: PlainType): PlanSchema {
  return changeHolder(schema, path, (holder, name) => {
    const properties = propertiesOf(holder)
    const { type: _type, ...rest } = isObject(properties[name]) ? properties[name] : {}
    const next = type === 'any' ? rest : { type, ...rest }
    return { ...holder, properties: { ...properties, [name]: next } }
  })
}

export function withRequired(schema: PlanSchema, path: readonly string[], isRequired: boolean): PlanSchema {
  return changeHolder(schema, path, (holder, name) => {
    const others = requiredOf(holder).filter((one) => one !== name)
    const { required: _required, ...rest } = holder
    const required = isRequired ? [...others, name] : others
    return required.length === 0 ? rest : { ...rest, required }
  })
}

export function withoutProperty(schema: PlanSchema, path: readonly string[]): PlanSchema {
  const bare = withRequired(schema, path, false)
  return changeHolder(bare, path, (holder, name) => {
    const { [name]: _gone, ...properties } = propertiesOf(holder)
    return { ...holder, properties }
  })
}

/** Adds a property that may hold anything; one that is there stays as it is. Dots lead into objects. */
export function withProperty(schema: PlanSchema, dotted: string): PlanSchema {
  const path = dotted
    .split('.')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const base: PlanSchema = schema.type === undefined ? { type: 'object', ...schema } : schema
  return changeHolder(base, path, (holder, name) => {
    const properties = propertiesOf(holder)
    return {
      ...(holder.type === undefined ? { type: 'object', ...holder } : holder),
      properties: { ...properties, [name]: properties[name] ?? {} },
    }
  })
}

export const writeSchema = (schema: PlanSchema) => JSON.stringify(schema, null, 2)
