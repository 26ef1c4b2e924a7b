import { Fault, type FaultCode, faultOf, sayFault } from './faults.ts'

/** What `refine` is told, so that its issue carries the fault beside the sentence. */
export const refuses = (fault: Fault) => ({ message: sayFault(fault), params: { fault } })

/** An issue of zod, as far as it is needed to say it in another language. */
export type ShapeIssue = { readonly code?: string | undefined; readonly message?: string | undefined }

const tooSmall: Record<string, FaultCode> = {
  string: 'value_too_short',
  array: 'value_too_few',
  set: 'value_too_few',
}
const tooBig: Record<string, FaultCode> = {
  string: 'value_too_long',
  array: 'value_too_many',
  set: 'value_too_many',
}
type Limited = 'value_too_small' | 'value_too_large'

/** Says an issue of zod as a fault of the catalogue, never in its own words. */
export function faultOfShape(issue: ShapeIssue): Fault {
  const facts = issue as Record<string, unknown>
  const limited = (codes: Record<string, FaultCode>, other: Limited, limit: unknown) =>
    faultOf((codes[String(facts.origin)] ?? other) as Limited, { limit: Number(limit) })
  switch (issue.code) {
    case 'invalid_type':
      return issue.message?.endsWith('received undefined')
        ? faultOf('value_missing')
        : faultOf('value_type', { type: String(facts.expected) })
    case 'too_small':
      return limited(tooSmall, 'value_too_small', facts.minimum)
    case 'too_big':
      return limited(tooBig, 'value_too_large', facts.maximum)
    case 'invalid_format':
      return faultOf('value_form', {
        form: String(facts.format === 'regex' ? (facts.pattern ?? facts.format) : facts.format),
      })
    case 'unrecognized_keys':
      return faultOf('value_unknown', { names: [facts.keys].flat().join(', ') })
    case 'invalid_value':
      return faultOf('value_not_one_of', { allowed: [facts.values].flat().map(String).join(', ') })
    case 'invalid_union':
      return faultOf('value_no_form')
    default:
      return carriedFault(facts.params) ?? faultOf('value_unfit')
  }
}

type Placed = { issue: ShapeIssue; path: PropertyKey[] }

/**
 * What is at fault in a value that fits none of several shapes: the faults of the shape that was meant, by what it has
 * and has not; the issue itself where none was. Each with its place below the value.
 */
export function meantFaults(issue: ShapeIssue): Placed[] {
  const { errors } = issue as { errors?: unknown }
  if (issue.code !== 'invalid_union' || !Array.isArray(errors)) return [{ issue, path: [] }]
  const [best] = errors
    .filter(
      (shape): shape is (ShapeIssue & { path?: PropertyKey[] })[] => Array.isArray(shape) && shape.length > 0,
    )
    .map((shape) => ({ shape, strangeness: strangenessOf(shape) }))
    .toSorted((x, y) => x.strangeness - y.strangeness)
  if (!best || best.strangeness >= strange) return [{ issue, path: [] }]
  return best.shape.flatMap((one) =>
    meantFaults(one).map(({ issue: inner, path }) => ({
      issue: inner,
      path: [...(one.path ?? []), ...path],
    })),
  )
}
const strange = 100
/** A shape whose own keys are missing, or that knows not one of the value's, was not meant. */
const strangenessOf = (shape: readonly (ShapeIssue & { path?: PropertyKey[] })[]) =>
  shape.reduce((sum, one) => {
    const isOwn = (one.path ?? []).length === (one.code === 'unrecognized_keys' ? 0 : 1)
    const isStrange =
      one.code === 'unrecognized_keys' ||
      (one.code === 'invalid_type' && one.message?.endsWith('received undefined') === true) ||
      (one.code === 'invalid_type' && (one.path ?? []).length === 0)
    return sum + (isStrange && (isOwn || (one.path ?? []).length === 0) ? strange : 1)
  }, 0)

function carriedFault(params: unknown): Fault | null {
  const parsed = Fault.safeParse((params as { fault?: unknown } | undefined)?.fault)
  return parsed.success ? parsed.data : null
}
