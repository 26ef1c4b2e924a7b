import { type Fault, faultOf, type ProblemCode } from '@teia/contracts'
import { AppError } from './errors.ts'

/** Parts of a body that are rules: `and`, `or` and `not` over conditions. */
const ruleKeys = new Set(['filter', 'rule', 'where', 'compareWith'])
/** Deeper than anything that is asked; what walks a body by recursion gets far further. */
const deepestBody = 100

type Limits = { levels: number; conditions?: number; code?: ProblemCode }

/**
 * Refuses a body with rules that are nested too deep or have, together, too many conditions: in whatever shape it came,
 * wherever they stand in it, and before anything walks them by recursion. Throws `invalid_filter`, or `code`.
 */
export function refuseOutsizedRules(body: unknown, { levels, conditions, code }: Limits): void {
  const refuse = (fault: Fault) => new AppError(code ?? 'invalid_filter', 400, fault)
  const waiting = [{ part: body, level: 0, depth: 0, isRule: false }]
  let found = 0
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { part, level, depth, isRule } = next
    if (level > levels || depth > deepestBody) throw refuse(faultOf('filter_too_deep', { levels }))
    const inner = isRule ? partsOf(part) : null
    if (isRule && inner === null) found += 1
    if (conditions !== undefined && found > conditions)
      throw refuse(faultOf('filter_too_long', { conditions }))
    if (inner)
      for (const one of inner) waiting.push({ part: one, level: level + 1, depth: depth + 1, isRule })
    else if (typeof part === 'object' && part !== null)
      for (const [key, value] of Object.entries(part))
        waiting.push({ part: value, level: 0, depth: depth + 1, isRule: ruleKeys.has(key) && value !== null })
  }
}

function partsOf(part: unknown): unknown[] | null {
  if (typeof part !== 'object' || part === null) return null
  const { and, or, not } = part as Record<string, unknown>
  if (Array.isArray(and)) return and
  if (Array.isArray(or)) return or
  return not === undefined ? null : [not]
}
