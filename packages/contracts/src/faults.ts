import { z } from 'zod'
import { en } from './fault-sentences/en.ts'
import { fill } from './message.ts'

/**
 * Every fault that a person may have to read, beside the codes of problems: code → sentence in English, in which `{name}`
 * stands for a value. A code is part of the public API: it may be added, never renamed. The same in other languages is in
 * `fault-sentences`, and in interfaces that build their own sentence of the code and the values.
 */
export const faultSentences = en
export type FaultCode = keyof typeof faultSentences

type NamesIn<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never
export type FaultValues<Code extends FaultCode> = Record<
  NamesIn<(typeof faultSentences)[Code]>,
  string | number
>

/** A fault as data: what an interface needs to say it in its own language. Unknown codes come from newer servers. */
export const Fault = z.object({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Fault = z.infer<typeof Fault>

/**
 * A fault of the catalogue with its values.
 *
 * @example faultOf('message_too_large', { kilobytes: 32 })
 */
export function faultOf<Code extends FaultCode>(
  code: Code,
  ...[values]: NamesIn<(typeof faultSentences)[Code]> extends never ? [] : [values: FaultValues<Code>]
): Fault {
  return { code, values: values ?? {} }
}

const plural = new Intl.PluralRules('en')
const numbers = new Intl.NumberFormat('en')

/** The sentence in English; the bare code of a fault that is not in the catalogue. */
export function sayFault(fault: Fault): string {
  if (!Object.hasOwn(faultSentences, fault.code)) return fault.code
  return fill(faultSentences[fault.code as FaultCode], fault.values, plural, numbers)
}

/** Several faults of one thing, one sentence after the other. */
export const sayFaults = (faults: readonly Fault[]): string => faults.map(sayFault).join(' ')
