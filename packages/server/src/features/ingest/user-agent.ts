import Bowser from 'bowser'
import { isbot } from 'isbot'

/** What a user agent says of itself, in the words of the Segment spec where it has some. */
export type Agent = {
  isBot: boolean
  device: Record<string, string>
  os: Record<string, string>
  browser: Record<string, string>
}

const known = new Map<string, Agent>()
const mostKnown = 5_000
const longest = 1_000

/** Reads a user agent (bowser) and says whether it is a robot's (isbot). The same few texts come over and over. */
export function readUserAgent(text: string): Agent {
  const cut = text.slice(0, longest)
  const remembered = known.get(cut)
  if (remembered) return remembered
  if (known.size >= mostKnown) known.clear()
  const agent = parse(cut)
  known.set(cut, agent)
  return agent
}

function parse(text: string): Agent {
  if (text === '') return { isBot: false, device: {}, os: {}, browser: {} }
  const { platform, os, browser } = Bowser.parse(text)
  return {
    isBot: isbot(text),
    device: filled({ type: platform.type, manufacturer: platform.vendor, model: platform.model }),
    os: filled({ name: os.name, version: os.version }),
    browser: filled({ name: browser.name, version: browser.version }),
  }
}

function filled(fields: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries(fields).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return Object.fromEntries(entries)
}
