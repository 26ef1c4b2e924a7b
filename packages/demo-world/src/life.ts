import type { Agenda } from './agenda.ts'
import type { MessageContext } from './message.ts'
import type { Person } from './people.ts'
import type { Setting } from './setting.ts'
import type { Sender, Teller } from './teller.ts'
import type { Writer } from './text.ts'
import type { FaultTally } from './truth.ts'

/** What every behaviour needs: the world, what is planned, how to tell it, how to count it. */
export type Life = {
  setting: Setting
  agenda: Agenda
  tell: Teller
  writer: Writer
  faults: FaultTally
  buyers: Set<number>
}

/** A sender inside the company's or a partner's own systems, whose clock is right. */
export function backOffice(
  channel: string,
  library: string,
  ids: { userId?: string; anonymousId?: string },
): Sender {
  const context: MessageContext = { channel, library: { name: library, version: '2.4.0' } }
  return { ...ids, context, skewMs: 0 }
}

/** How a system knows this person: by account if there is one, otherwise by the id it made up itself. */
export function knownTo(person: Person, system: string): { userId?: string; anonymousId?: string } {
  if (person.accountSince !== undefined) return { userId: person.userId }
  return { anonymousId: `${system}-${person.phone.replace(/\D/g, '')}` }
}
