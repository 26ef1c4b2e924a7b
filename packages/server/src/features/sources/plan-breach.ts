import { type Fault, faultOf } from '@teia/contracts'
import type { ErrorObject } from 'ajv'

const limited = {
  minimum: 'plan_minimum',
  maximum: 'plan_maximum',
  exclusiveMinimum: 'plan_above',
  exclusiveMaximum: 'plan_below',
  minLength: 'plan_too_short',
  maxLength: 'plan_too_long',
  minItems: 'plan_too_few',
  maxItems: 'plan_too_many',
  minProperties: 'plan_too_few',
  maxProperties: 'plan_too_many',
} as const
const isLimited = (keyword: string): keyword is keyof typeof limited => Object.hasOwn(limited, keyword)

const longestList = 200
const shorten = (text: string) =>
  text.length > longestList ? `${text.slice(0, longestList - 1).toWellFormed()}…` : text

/** One place where an event is not as its schema says. `root` names the whole, where there is no path to name. */
export function describeBreach(error: ErrorObject, root: string): Fault {
  const at = error.instancePath.slice(1).replaceAll('/', '.')
  const place = at === '' ? root : at
  const inner = (name: unknown) => (at === '' ? String(name) : `${at}.${String(name)}`)
  const params: Record<string, unknown> = error.params
  const { keyword } = error
  if (isLimited(keyword)) return faultOf(limited[keyword], { place, limit: Number(params.limit) })
  switch (keyword) {
    case 'required':
      return faultOf('plan_missing', { place: inner(params.missingProperty) })
    case 'additionalProperties':
      return faultOf('plan_unknown', { place: inner(params.additionalProperty) })
    case 'type':
      return faultOf('plan_type', { place, type: [params.type].flat().join(' / ') })
    case 'enum':
      return faultOf('plan_enum', { place, allowed: listed([params.allowedValues].flat()) })
    case 'const':
      return faultOf('plan_const', { place, allowed: listed([params.allowedValue]) })
    case 'multipleOf':
      return faultOf('plan_multiple', { place, limit: Number(params.multipleOf) })
    case 'uniqueItems':
      return faultOf('plan_repeated', { place })
    default:
      return faultOf('plan_unfit', { place, keyword })
  }
}

const listed = (values: unknown[]) => shorten(values.map((value) => JSON.stringify(value)).join(', '))
