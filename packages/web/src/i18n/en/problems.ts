import { problems as catalogue, type ProblemCode } from '@teia/contracts'

const codes = Object.keys(catalogue) as ProblemCode[]
/** The titles of the catalogue, as headings. */
export const problems = Object.fromEntries(
  codes.map((code) => [code, catalogue[code].title.replace(/\.$/, '')]),
) as Record<ProblemCode, string>
