import { channels, common, errors, filters, operators, shell } from './base.ts'
import { pulse } from './pulse.ts'

/** The master catalogue: a key that another language lacks is a type error. */
export const en = { common, shell, errors, filters, operators, channels, pulse }
