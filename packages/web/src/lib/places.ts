import { faultOfShape, faultOfYaml, type ShapeIssue, sayFault, type Fault as Told } from '@teia/contracts'
import { isNode, LineCounter, type ParsedNode, parseDocument } from 'yaml'

/** Something wrong in a text, with the line it is in, and the column where it is known; both count from one. */
export type Fault = { line: number; column?: number; message: string }
/** A text that was read: its value, or why it has none; and where in it each part of the value stands. */
export type ReadText = {
  value: unknown
  faults: Fault[]
  lineOf: (path: readonly PropertyKey[]) => number
}

/** Says faults in the language of the page, or as they were said. */
type Say = (faults: readonly Told[] | undefined, words: string) => string
const asItIs: Say = (_, words) => words

/** Reads JSON or YAML 1.2 (which holds JSON). Never throws. */
export function readText(text: string, told: Say = asItIs): ReadText {
  const lines = new LineCounter()
  const document = parseDocument<ParsedNode>(text, { lineCounter: lines, prettyErrors: false })
  const say = (fault: Told) => told([fault], sayFault(fault))
  const faults = document.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0])
    return { line, column: col, message: say(faultOfYaml(error)) }
  })
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length).map(String), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  if (faults.length > 0) return { value: undefined, faults, lineOf }
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) as unknown, faults, lineOf }
  } catch (error) {
    return { value: undefined, faults: [{ line: 1, message: say(faultOfYaml(error)) }], lineOf }
  }
}

type Issue = ShapeIssue & {
  readonly path: readonly PropertyKey[]
  readonly message: string
  /** What a server has found, as it says it. */
  readonly fault?: Told | undefined
  /** Of a choice of forms that none fits: what each form found. */
  readonly errors?: readonly (readonly Issue[])[]
}

/** Faults of a value that a schema has found, at their lines, in the order of the text. */
export function placeIssues(read: ReadText, issues: readonly Issue[], told: Say = asItIs): Fault[] {
  return issues
    .flatMap(nearest)
    .map((issue) => {
      const place = issue.path.map(String).join('.')
      const fault = issue.fault ?? (issue.code === undefined ? null : faultOfShape(issue))
      const message = told(fault ? [fault] : undefined, issue.message)
      return {
        line: read.lineOf(issue.path),
        message: place === '' ? message : `${place}: ${message}`,
      }
    })
    .toSorted((one, other) => one.line - other.line)
}

/** Where no form of a choice fits, the one that was understood furthest says best what is wrong. */
function nearest(issue: Issue): Issue[] {
  if (!issue.errors || issue.errors.length === 0) return [issue]
  const depth = (found: readonly Issue[]) => Math.max(0, ...found.map((one) => one.path.length))
  const best = issue.errors.toSorted(
    (one, other) => depth(other) - depth(one) || one.length - other.length,
  )[0]
  if (!best || depth(best) === 0) return [issue]
  return best.flatMap((one) => nearest({ ...one, path: [...issue.path, ...one.path] }))
}
