import { type Device, newAnonymousId } from './devices.ts'
import type { Life } from './life.ts'
import type { Person } from './people.ts'
import type { Dice } from './random.ts'
import type { Sender } from './teller.ts'
import { SECOND } from './time.ts'

/** How this device speaks for the person now: with the customer id only while signed in. */
export function senderOf(person: Person, device: Device): Sender {
  return {
    anonymousId: device.anonymousId,
    ...(device.signedIn ? { userId: person.userId } : {}),
    context: device.context,
    skewMs: device.skewMs,
  }
}

/** What the device has forgotten since the last visit. */
export function openDevice(life: Life, person: Person, device: Device, dice: Dice): void {
  if (device.isShared) device.signedIn = false
  else if (!device.isApp) {
    if (dice.chance(life.setting.world.identity.cookieLost)) {
      device.anonymousId = newAnonymousId(life.setting, person, dice)
      device.signedIn = false
    } else if (dice.chance(0.25)) device.signedIn = false
  }
}

/** Signs the person in on this device, making an account first where there is none. */
export function signIn(life: Life, person: Person, device: Device, at: number, dice: Dice): void {
  if (device.signedIn) return
  const isNew = person.accountSince === undefined
  if (isNew) person.accountSince = at
  const before = senderOf(person, device)
  device.signedIn = true
  const sender = { ...before, userId: person.userId }
  if (isNew && dice.chance(life.setting.world.identity.aliased))
    life.tell.alias(person, sender, at - SECOND, device.anonymousId)
  life.tell.identify(person, sender, at)
  life.tell.track(person, sender, at + SECOND, isNew ? 'Signed Up' : 'Signed In', {
    method: device.isApp ? 'app' : 'password',
  })
  if (person.household && !person.grouped) {
    person.grouped = true
    life.tell.group(person, sender, at + 2 * SECOND)
  }
}
