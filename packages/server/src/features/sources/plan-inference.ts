type Schema = Record<string, unknown>

const mostProperties = 200
const deepest = 5

/**
 * The narrowest schema of types and required properties that every sample keeps to. Whole numbers seen only as whole stay
 * `integer`; beyond five levels everything is allowed.
 */
export function inferSchema(samples: readonly unknown[], levels = deepest): Schema {
  if (levels === 0 || samples.length === 0) return {}
  const types = [...new Set(samples.map(typeOf))].toSorted()
  const merged = types.includes('number') ? types.filter((type) => type !== 'integer') : types
  const objects = samples.filter(isObject)
  const items = samples.filter(Array.isArray).flat()
  return {
    type: merged.length === 1 ? merged[0] : merged,
    ...(objects.length > 0 && inferObject(objects, levels)),
    ...(items.length > 0 && { items: inferSchema(items, levels - 1) }),
  }
}

function inferObject(objects: readonly Record<string, unknown>[], levels: number): Schema {
  const names = [...new Set(objects.flatMap(Object.keys))].toSorted().slice(0, mostProperties)
  const properties = names.map((name) => {
    const values = objects.filter((object) => Object.hasOwn(object, name)).map((object) => object[name])
    return [name, inferSchema(values, levels - 1)] as const
  })
  const required = names.filter((name) => objects.every((object) => Object.hasOwn(object, name)))
  return { properties: Object.fromEntries(properties), ...(required.length > 0 && { required }) }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}
