import {
  type Fault,
  faultOfShape,
  faultOfYaml,
  meantFaults,
  type ProblemCode,
  placeInYaml,
  sayFault,
} from '@teia/contracts'
import { isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type { z } from 'zod'
import { AppError } from './errors.ts'

type Place = { line: number; column: number }
/** How a text is refused that is no YAML: with which problem, and what it says with a place and without. */
type Refusal = { code: ProblemCode; faultAt: (place: Place | null) => Fault }

/** Aliases are followed so often at most, so that a small text cannot become a large one. */
const mostAliases = 100
const mostIssues = 20
/** Signs that begin or end something. A parser takes about ten microseconds for each, and nothing else runs meanwhile. */
const mostSigns = 120_000
const signs = new Set([...',:[]{}?-\n'].map((sign) => sign.charCodeAt(0)))

function isTooLarge(text: string): boolean {
  let found = 0
  for (let at = 0; at < text.length && found <= mostSigns; at += 1)
    if (signs.has(text.charCodeAt(at))) found += 1
  return found > mostSigns
}

/** What a text that is no YAML is refused with: what is wrong in general, and as an issue what is wrong at its place. */
function yamlRefusal(cause: unknown, { code, faultAt }: Refusal): AppError {
  const what = faultOfYaml(cause)
  const place = placeInYaml(cause)
  const issues = [{ path: '', message: sayFault(what), fault: what, ...(place && { line: place.line }) }]
  return new AppError(code, 400, faultAt(place), { cause, issues })
}

/**
 * Reads a text in YAML 1.2, of which JSON is a part, in a time that grows with its length alone: keys are plain, and are looked up
 * by ourselves, as the parser compares each with all before it. No tag makes anything but plain values. `lineOf` says
 * where a part of the value stands. Throws the refusal for what is no YAML, too large, or nested too deep.
 */
export function parseYaml(text: string, refusal: Refusal) {
  if (isTooLarge(text)) throw yamlRefusal({ code: 'RESOURCE_EXHAUSTION' }, refusal)
  try {
    const lines = new LineCounter()
    const options = { version: '1.2', schema: 'core', stringKeys: true, uniqueKeys: false } as const
    const document = parseDocument(text, { ...options, lineCounter: lines })
    const [first] = document.errors
    if (first) throw first
    visit(document, {
      Map(_, { items }) {
        const seen = new Set<unknown>()
        for (const { key } of items) {
          if (!isScalar(key)) continue
          if (seen.has(key.value))
            throw { code: 'DUPLICATE_KEY', linePos: [lines.linePos(key.range?.[0] ?? 0)] }
          seen.add(key.value)
        }
      },
    })
    const lineOf = (path: readonly PropertyKey[]): number => {
      for (let length = path.length; length > 0; length -= 1) {
        const node = document.getIn(path.slice(0, length), true)
        if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
      }
      return 1
    }
    return { value: document.toJS({ maxAliasCount: mostAliases }) as unknown, lineOf }
  } catch (cause) {
    throw yamlRefusal(cause, refusal)
  }
}

/**
 * Reads a text in YAML as what a schema says. Throws an `AppError` with the code of `says` and, as issues, what is wrong with
 * the line that it is in; `unfit` says that it is something else than what is wanted. `check` sees what was read before
 * the schema walks it.
 */
export function readYaml<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  says: Refusal & { unfit: Fault; check?: (value: unknown) => void },
): z.output<Schema> {
  const { value, lineOf } = parseYaml(text, says)
  says.check?.(value)
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const issues = read.error.issues.slice(0, mostIssues).flatMap((issue) =>
    meantFaults(issue)
      .slice(0, mostIssues)
      .map((meant) => {
        const path = [...issue.path, ...meant.path]
        const fault = faultOfShape(meant.issue)
        return { path: path.map(String).join('.'), message: sayFault(fault), fault, line: lineOf(path) }
      }),
  )
  throw new AppError(says.code, 400, says.unfit, { issues: issues.toSorted((x, y) => x.line - y.line) })
}
