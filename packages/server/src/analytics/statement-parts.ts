/** The types of parameter that statements take. */
export type ParameterType =
  | 'String'
  | 'Float64'
  | 'Int64'
  | 'UInt32'
  | 'UUID'
  | 'Array(String)'
  | 'Array(Float64)'
  | "DateTime64(3, 'UTC')"
  | 'Bool'

/** Gathers the typed parameters of one statement. Text from a question enters SQL through here and in no other way. */
export class Parameters {
  readonly values: Record<string, unknown> = {}
  readonly #types: Record<string, ParameterType> = {}
  #count = 0

  /** Adds a value and returns the placeholder that stands for it. */
  add(type: ParameterType, value: unknown): string {
    const name = `p${++this.#count}`
    this.values[name] = value
    this.#types[name] = type
    return `{${name}:${type}}`
  }

  text(value: string): string {
    return this.add('String', value)
  }
  number(value: number): string {
    return this.add('Float64', value)
  }
  time(ms: number): string {
    return this.add("DateTime64(3, 'UTC')", new Date(ms).toISOString().replace('T', ' ').replace('Z', ''))
  }

  /** The statement with its parameters set before it, to be read and run by people. */
  asScript(sql: string): string {
    const settings = Object.entries(this.values).map(
      ([name, value]) => `SET param_${name} = '${literal(value)}';`,
    )
    return [...settings, `${tidy(sql)};`].join('\n')
  }
}

function literal(value: unknown): string {
  const text = Array.isArray(value)
    ? `[${value.map((one) => (typeof one === 'string' ? `'${escapeText(one)}'` : String(one))).join(',')}]`
    : String(value)
  return escapeText(text)
}
const escapeText = (text: string) =>
  text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')

function tidy(sql: string): string {
  const lines = sql.split('\n').filter((line) => line.trim() !== '')
  const indent = Math.min(...lines.slice(1).map((line) => line.length - line.trimStart().length), 40)
  return lines.map((line, index) => (index === 0 ? line.trim() : line.slice(indent))).join('\n')
}
