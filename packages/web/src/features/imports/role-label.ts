import type { ImportEmit } from '@teia/contracts'
import type { MessageKey } from '../../i18n/text.tsx'
import type { Role } from './mapping-edit.ts'

/** How a role is called: the name of an event says what happened, that of a touchpoint what it is. */
export const roleLabel = (kind: ImportEmit['emit'], role: Role): MessageKey =>
  kind === 'touchpoint' && role === 'name' ? 'imports.as_touchpoint' : `imports.as_${role}`
