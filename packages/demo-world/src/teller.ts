import type { Made, Network } from './arrival.ts'
import type { MessageContext, Properties } from './message.ts'
import { type Person, traitsOf } from './people.ts'
import type { Setting } from './setting.ts'

/** Who says a message: identifiers, context and the error of their clock. */
export type Sender = { userId?: string; anonymousId?: string; context: MessageContext; skewMs: number }

/** Turns what happens into Segment messages and hands them to the network. */
export type Teller = {
  track(person: Person | undefined, sender: Sender, at: number, event: string, properties: Properties): void
  page(person: Person, sender: Sender, at: number, name: string, properties: Properties): void
  screen(person: Person, sender: Sender, at: number, name: string, properties: Properties): void
  identify(person: Person, sender: Sender, at: number, traits?: Properties): void
  group(person: Person, sender: Sender, at: number): void
  alias(person: Person, sender: Sender & { userId: string }, at: number, previousId: string): void
}

type Body = Omit<Made['message'], 'messageId' | 'userId' | 'anonymousId' | 'context'> &
  Record<string, unknown>

/** Opens the teller. `counted` hears every message name, for the truth. */
export function openTeller(setting: Setting, network: Network, counted: (name: string) => void): Teller {
  let machineMessages = 0

  function send(person: Person | undefined, sender: Sender, at: number, name: string, body: Body) {
    if (at < setting.start || at >= setting.until) return
    counted(name)
    const number = person ? person.messages++ : machineMessages++
    const owner = person ? person.index.toString(36) : 'm'
    if (person && sender.anonymousId) person.anonymousIds.add(sender.anonymousId)
    const message = {
      messageId: `${setting.idPrefix}-${owner}-${number.toString(36)}`,
      ...(sender.userId === undefined ? {} : { userId: sender.userId }),
      ...(sender.anonymousId === undefined ? {} : { anonymousId: sender.anonymousId }),
      ...body,
      context: sender.context,
    }
    network.send({ at, skewMs: sender.skewMs, message: message as Made['message'] })
  }

  return {
    track: (person, sender, at, event, properties) =>
      send(person, sender, at, event, { type: 'track', event, properties }),
    page: (person, sender, at, name, properties) =>
      send(person, sender, at, 'page', { type: 'page', name, properties }),
    screen: (person, sender, at, name, properties) =>
      send(person, sender, at, 'screen', { type: 'screen', name, properties }),
    identify: (person, sender, at, traits) =>
      send(person, sender, at, 'identify', { type: 'identify', traits: traits ?? traitsOf(person) }),
    group(person, sender, at) {
      if (!person.household) return
      const { groupId, name, size } = person.household
      send(person, sender, at, 'group', {
        type: 'group',
        groupId,
        traits: { name, kind: 'household', members: size },
      })
    },
    alias: (person, sender, at, previousId) =>
      send(person, sender, at, 'alias', { type: 'alias', previousId }),
  }
}
