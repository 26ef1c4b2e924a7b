import type { MessageContext } from './message.ts'
import type { Person } from './people.ts'
import { type Dice, mix } from './random.ts'
import type { Setting } from './setting.ts'
import { HOUR, MINUTE } from './time.ts'
import type { DeviceKind } from './world-parts.ts'

/** Something a person browses with. Its anonymous id changes when a cookie is lost. */
export type Device = {
  kind: DeviceKind
  isMobile: boolean
  isApp: boolean
  isShared: boolean
  anonymousId: string
  signedIn: boolean
  skewMs: number
  context: MessageContext
}

type Model = { manufacturer: string; model: string; os: string; version: string; agent: string }

const iphones: Model[] = [
  {
    manufacturer: 'Apple',
    model: 'iPhone15,4',
    os: 'iOS',
    version: '18.6',
    agent: 'iPhone; CPU iPhone OS 18_6 like Mac OS X',
  },
  {
    manufacturer: 'Apple',
    model: 'iPhone14,5',
    os: 'iOS',
    version: '17.7',
    agent: 'iPhone; CPU iPhone OS 17_7 like Mac OS X',
  },
]
const androids: Model[] = [
  {
    manufacturer: 'Samsung',
    model: 'SM-A546E',
    os: 'Android',
    version: '15',
    agent: 'Linux; Android 15; SM-A546E',
  },
  {
    manufacturer: 'Samsung',
    model: 'SM-A145M',
    os: 'Android',
    version: '13',
    agent: 'Linux; Android 13; SM-A145M',
  },
  {
    manufacturer: 'Motorola',
    model: 'moto g(31)',
    os: 'Android',
    version: '12',
    agent: 'Linux; Android 12; moto g(31)',
  },
  {
    manufacturer: 'Xiaomi',
    model: '220333QL',
    os: 'Android',
    version: '11',
    agent: 'Linux; Android 11; 220333QL',
  },
]
const desktops: Model[] = [
  { manufacturer: 'PC', model: 'PC', os: 'Windows', version: '11', agent: 'Windows NT 10.0; Win64; x64' },
  { manufacturer: 'PC', model: 'PC', os: 'Windows', version: '10', agent: 'Windows NT 10.0; Win64; x64' },
  {
    manufacturer: 'Apple',
    model: 'Mac',
    os: 'macOS',
    version: '15.6',
    agent: 'Macintosh; Intel Mac OS X 10_15_7',
  },
]

/** Makes a device of a kind. Devices made with the same `sharedKey` have the same anonymous id. */
export function makeDevice(
  setting: Setting,
  person: Person,
  kind: DeviceKind,
  dice: Dice,
  sharedKey?: number,
): Device {
  const models = kind.startsWith('ios') ? iphones : kind.startsWith('android') ? androids : desktops
  const model = dice.pick(models)
  const isApp = kind.endsWith('-app')
  const isMobile = kind !== 'desktop-web'
  const skewed = dice.chance(setting.world.identity.wrongClock)
  return {
    kind,
    isMobile,
    isApp,
    isShared: sharedKey !== undefined,
    anonymousId:
      sharedKey === undefined
        ? newAnonymousId(setting, person, dice)
        : identifier(sharedKey, mix(sharedKey, 1)),
    signedIn: false,
    skewMs: skewed ? Math.round((dice.chance(0.5) ? 1 : -1) * dice.between(2 * MINUTE, 3 * HOUR)) : 0,
    context: contextOf(setting, person, kind, model, dice),
  }
}

/** Draws the id a browser or app gives itself before it knows who uses it. */
export function newAnonymousId(setting: Setting, person: Person, dice: Dice): string {
  return identifier(mix(setting.seed, person.index, dice.whole(0, 0x7fffffff)), dice.whole(0, 0x7fffffff))
}

function identifier(left: number, right: number): string {
  const hex = [left, right, mix(left, right), mix(right, left, 5)]
    .map((part) => part.toString(16).padStart(8, '0'))
    .join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The networks that RFC 5737 keeps for documentation. */
const testNetworks = ['192.0.2', '198.51.100', '203.0.113']

const locales = { pt: 'pt-BR', it: 'it-IT', en: 'en-GB' } as const

function contextOf(
  setting: Setting,
  person: Person,
  kind: DeviceKind,
  model: Model,
  dice: Dice,
): MessageContext {
  const isApp = kind.endsWith('-app')
  const isMobile = kind !== 'desktop-web'
  const context: MessageContext = {
    channel: isApp ? 'app' : 'web',
    library: isApp
      ? { name: kind === 'ios-app' ? 'analytics-swift' : 'analytics-kotlin', version: '1.8.0' }
      : { name: 'analytics.js', version: 'npm:next-1.84.3' },
    locale: locales[person.language],
    timezone: person.place.timeZone,
    ip: `${dice.pick(testNetworks)}.${dice.whole(1, 254)}`,
    device: { type: isMobile ? 'mobile' : 'desktop', manufacturer: model.manufacturer, model: model.model },
    os: { name: model.os, version: model.version },
  }
  if (isApp)
    context.app = { name: setting.world.name, version: dice.chance(0.7) ? '5.12.0' : '5.11.3', build: '512' }
  else
    context.userAgent = `Mozilla/5.0 (${model.agent}) AppleWebKit/537.36 (KHTML, like Gecko) ${engine(model)}`
  return context
}

function engine(model: Model): string {
  if (model.manufacturer === 'Apple') return 'Version/18.6 Safari/605.1.15'
  return model.os === 'Android' ? 'Chrome/141.0.0.0 Mobile Safari/537.36' : 'Chrome/141.0.0.0 Safari/537.36'
}
