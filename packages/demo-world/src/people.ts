import { type Device, makeDevice } from './devices.ts'
import { type Dice, mix, openDice } from './random.ts'
import type { Setting } from './setting.ts'
import { DAY, iso } from './time.ts'
import type { Archetype, Language, Place } from './world-parts.ts'

export type Household = { groupId: string; name: string; size: number }

/** One human of the world, and what the world has to remember about them. */
export type Person = {
  index: number
  archetype: Archetype
  place: Place
  language: Language
  firstName: string
  lastName: string
  email: string
  phone: string
  userId: string
  /** When the account was made; without one the person is still a stranger. */
  accountSince: number | undefined
  household: Household | undefined
  devices: Device[]
  acceptsEmail: boolean
  /** Personal multiple of the archetype's visits; changes with experience. */
  eagerness: number
  /** Warmth toward the company on the scale of an answer from 0 to 10. */
  mood: number
  orders: number
  /** Message and turn counters, which make ids and draws repeatable. */
  messages: number
  turns: number
  anonymousIds: Set<string>
  grouped: boolean
}

/** The dice of the person's next turn. Turns of different people never share a sequence. */
export function nextDice(setting: Setting, person: Person): Dice {
  return openDice(setting.seed, person.index, ++person.turns)
}

const householdBlock = 4

/** Makes a person from the seed and their number alone, so that nobody depends on the size of the world. */
export function makePerson(setting: Setting, index: number): Person {
  const { world, seed } = setting
  const dice = openDice(seed, index, 0)
  const family = openDice(seed, Math.floor(index / householdBlock), 0x66616d)
  const isFamily = family.chance(world.households.share)
  const size = family.whole(2, householdBlock)
  const isMember = isFamily && index % householdBlock < size
  const own = isMember ? family : dice

  const place = setting.places.draw(own)
  const language = setting.languagesOf.get(place)?.draw(own) ?? 'en'
  const names = world.names[language]
  const lastName = own.pick(names.last)
  const firstName = dice.pick(names.first)
  const archetype = setting.archetypes.draw(dice)
  const sharedDeviceKey =
    isMember && family.chance(world.households.sharedDevice) ? mix(seed, index >> 2, 7) : undefined
  const number = 10007 + index
  const hasAccount = dice.chance(archetype.hasAccount) && !dice.chance(archetype.newcomers)
  const person: Person = {
    index,
    archetype,
    place,
    language,
    firstName,
    lastName,
    email: `${plain(firstName)}.${plain(lastName)}${index.toString(36)}@${dice.pick(world.mailDomains)}`,
    phone: `+${place.callingCode} ${place.areaCode} 555${index % 10}-${String((index * 7919) % 10000).padStart(4, '0')}`,
    userId: `${world.customerPrefix}-${String(number).padStart(7, '0')}`,
    accountSince: hasAccount ? setting.start - dice.exponential(500) * DAY : undefined,
    household: isMember
      ? {
          groupId: `${world.customerPrefix}-F${String(index >> 2).padStart(6, '0')}`,
          name: `${world.familyWord[language]} ${lastName}`,
          size,
        }
      : undefined,
    devices: [],
    acceptsEmail: dice.chance(world.email.consent),
    eagerness: dice.lognormal(0.75, 0.75),
    mood: dice.normal(archetype.warmth, 1.1),
    orders: 0,
    messages: 0,
    turns: 0,
    anonymousIds: new Set(),
    grouped: false,
  }
  person.devices = makeDevices(setting, person, dice, sharedDeviceKey)
  return person
}

function makeDevices(
  setting: Setting,
  person: Person,
  dice: Dice,
  sharedDeviceKey: number | undefined,
): Device[] {
  const draws = setting.draws.get(person.archetype)
  if (!draws) return []
  const devices: Device[] = []
  const count = Number(draws.deviceCount.draw(dice))
  for (let at = 0; at < count; at++) {
    const kind = draws.devices.draw(dice)
    if (!devices.some((device) => device.kind === kind)) devices.push(makeDevice(setting, person, kind, dice))
  }
  if (sharedDeviceKey !== undefined)
    devices.push(makeDevice(setting, person, 'desktop-web', openDice(sharedDeviceKey), sharedDeviceKey))
  return devices
}

/** What the company knows of a customer, as Segment traits. */
export function traitsOf(person: Person): Record<string, unknown> {
  return {
    email: person.email,
    name: `${person.firstName} ${person.lastName}`,
    firstName: person.firstName,
    lastName: person.lastName,
    phone: person.phone,
    language: person.language,
    address: { city: person.place.city, state: person.place.state, country: person.place.country },
    region: person.place.region,
    createdAt: person.accountSince === undefined ? undefined : iso(person.accountSince),
    loyaltyTier: person.orders >= 6 ? 'gold' : person.orders >= 2 ? 'silver' : 'basic',
    acceptsEmail: person.acceptsEmail,
  }
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase()
}
