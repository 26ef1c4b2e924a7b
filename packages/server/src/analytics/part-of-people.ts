import type { Parameters } from './statement-parts.ts'

/** One of several parts of all people, counted from 0: those whose ids begin alike. Ids are hashes, so parts are alike in size. */
export type PartOfPeople = { at: number; of: number }

/** As many beginnings as four hexadecimal digits have. */
const beginnings = 65_536

/** In which of so many parts a person is. */
export const partOf = (personId: string, of: number): number =>
  Math.floor((Number.parseInt(personId.slice(0, 4), 16) * of) / beginnings)

/** That a person, an expression of the type UUID, is in a part: as `partOf` says. */
export function inPart(person: string, { at, of }: PartOfPeople, params: Parameters): string {
  const [from, to] = [at, at + 1].map((edge) => params.add('Int64', Math.ceil((edge * beginnings) / of)))
  const beginning = `reinterpretAsUInt16(reverse(substring(UUIDToNum(${person}), 1, 2)))`
  return `${beginning} >= ${from} AND ${beginning} < ${to}`
}
