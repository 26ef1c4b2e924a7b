import { clickhouseTime } from '../storage/clickhouse/clickhouse-time.ts'

/** The types of parameter that statements take. */
export type ParameterType =
  | 'String'
  | 'Float64'
  | 'Int64'
  | 'UInt32'
  | 'UUID'
  | 'Array(String)'
  | 'Array(Float64)'
  | 'Array(UUID)'
  | 'Array(Array(String))'
  | "DateTime64(3, 'UTC')"
  | 'Bool'
  | 'Identifier'

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
    return this.add("DateTime64(3, 'UTC')", clickhouseTime(ms))
  }

  /** The statement with its parameters set before it, to be read and run by people. */
  asScript(sql: string): string {
    const settings = Object.entries(this.values).map(
      ([name, value]) => `SET param_${name} = '${literal(value)}';`,
    )
    return [...settings, `${tidy(sql)};`].join('\n')
  }
}

/** A parameter's text, which the engine reads by its type, as a literal of the SET statement around it. */
const literal = (value: unknown) => parameterText(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")

function parameterText(value: unknown): string {
  if (typeof value === 'string') return escapeText(value)
  if (!Array.isArray(value)) return String(value)
  return `[${value.map((one) => (typeof one === 'string' ? `'${escapeText(one)}'` : parameterText(one))).join(',')}]`
}
const escapes: Record<string, string> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\t': '\\t', '\r': '\\r' }
const escapeText = (text: string) =>
  text.replace(/[\\'\n\t\r]/g, (character) => escapes[character] ?? character)

function tidy(sql: string): string {
  const lines = sql.split('\n').filter((line) => line.trim() !== '')
  const indent = Math.min(...lines.slice(1).map((line) => line.length - line.trimStart().length), 40)
  return lines.map((line, index) => (index === 0 ? line.trim() : line.slice(indent))).join('\n')
}
