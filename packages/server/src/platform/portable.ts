import type { Fault, PortableLine, Scope } from '@teia/contracts'
import type { RequestIdentity } from './request-identity.ts'

/** What became of a line that was read: it added or changed something, it was known, or why it is refused. */
export type ReadOutcome = 'added' | 'known' | { refusal: Fault }

type Where = { workspaceId: string; identity: RequestIdentity | null }
type LineOf<Type extends PortableLine['type']> = Extract<PortableLine, { type: Type }>

/**
 * One kind of thing that an export holds beside the events, written and read by the feature whose it is. Exports and
 * imports know only this.
 */
export type PortableKind<Type extends PortableLine['type'] = PortableLine['type']> = {
  type: Type
  /** What one must be allowed to see it, and to bring it in. */
  scopes: { write: Scope; read: Scope }
  /** Stands before the events, and is brought in before those that follow it: how they are read depends on it. */
  comesFirst?: true
  /** All of it, in pages, in an order that depends on nothing but what it is. */
  write(actor: Where): AsyncIterable<LineOf<Type>[]>
  /** Takes lines in, in their order, and says of each what became of it. The same lines once more change nothing. */
  read(actor: Where, lines: readonly LineOf<Type>[]): Promise<ReadOutcome[]>
}

/** A kind among others: its lines are told by their type before they reach it. */
export type AnyPortableKind = {
  [Type in PortableLine['type']]: PortableKind<Type>
}[PortableLine['type']]
