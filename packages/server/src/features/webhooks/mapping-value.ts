import type { MappingCondition, MappingPick, MappingValue } from '@teia/contracts'
import { isDeeper } from './depth.ts'
import { elementsAt, type Scope, valueAt } from './mapping-path.ts'

const mostElements = 200
/** Deeper values overflow the stacks of those who write and draw them. */
const deepest = 50

/** Evaluates a value of the mapping language; undefined when nothing fits. Pure, and never throws. */
export function evaluate(value: MappingValue, scope: Scope): unknown {
  if (typeof value !== 'object') return value
  if ('path' in value) return pick(value, scope)
  if ('join' in value) {
    const parts = value.join.map((part) => (typeof part === 'object' ? pick(part, scope) : part))
    return parts.every(isScalar) ? parts.join(value.with ?? '') : undefined
  }
  return elementsAt(scope, value.list, mostElements).map(({ item, parent }) =>
    fieldsOf(value.of, { ...scope, item, parent }),
  )
}

/** Evaluates fields by name and leaves out those that are absent. */
export function fieldsOf(
  fields: Readonly<Record<string, MappingValue>> | undefined,
  scope: Scope,
): Record<string, unknown> {
  const entries = Object.entries(fields ?? {}).map(([name, value]) => [name, evaluate(value, scope)])
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** Whether a condition holds. Without `is` and `exists` it asks whether something is there. */
export function holds(condition: MappingCondition, scope: Scope): boolean {
  const value = valueAt(scope, condition.path)
  if (condition.exists !== undefined && isFilled(value) !== condition.exists) return false
  if (condition.is !== undefined) return [condition.is].flat().some((constant) => constant === value)
  return condition.exists !== undefined || isFilled(value)
}

function pick(wanted: MappingPick, scope: Scope): unknown {
  for (const path of [wanted.path].flat()) {
    const found = valueAt(scope, path)
    if (!isFilled(found)) continue
    const read = readAs(wanted, found, scope)
    if (read === undefined) continue
    if (wanted.words)
      return Object.hasOwn(wanted.words, String(read)) ? wanted.words[String(read)] : undefined
    return wanted.prefix !== undefined && isScalar(read) ? `${wanted.prefix}${read}` : read
  }
  return undefined
}

function readAs(wanted: MappingPick, value: unknown, scope: Scope): unknown {
  switch (wanted.as) {
    case 'text':
      return isScalar(value) ? String(value) : undefined
    case 'number':
      return numberOf(value)
    case 'boolean':
      return value === true || value === 'true'
        ? true
        : value === false || value === 'false'
          ? false
          : undefined
    case 'iso':
      return typeof value === 'string' ? isoOf(Date.parse(value)) : undefined
    case 'unix_seconds':
      return isoOf((numberOf(value) ?? Number.NaN) * 1000)
    case 'unix_milliseconds':
      return isoOf(numberOf(value) ?? Number.NaN)
    case 'minor_units':
      return majorUnits(numberOf(value), wanted.currency ? valueAt(scope, wanted.currency) : undefined)
    default:
      return isDeeper(value, deepest) ? undefined : value
  }
}

const isFilled = (value: unknown) => value !== undefined && value !== null && value !== ''
const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

function isoOf(ms: number): string | undefined {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined
}

const withoutDecimals = /^(BIF|CLP|DJF|GNF|JPY|KMF|KRW|MGA|PYG|RWF|VND|VUV|XAF|XOF|XPF)$/
const withThreeDecimals = /^(BHD|JOD|KWD|OMR|TND)$/

/**
 * An amount in the smallest unit of its currency as an amount in its usual unit.
 * Source: https://docs.stripe.com/currencies#zero-decimal and #three-decimal
 */
function majorUnits(amount: number | undefined, currency: unknown): number | undefined {
  if (amount === undefined) return undefined
  const code = typeof currency === 'string' ? currency.toUpperCase() : ''
  return amount / (withoutDecimals.test(code) ? 1 : withThreeDecimals.test(code) ? 1000 : 100)
}
