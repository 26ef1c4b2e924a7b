import { BlockList, isIP, isIPv4 } from 'node:net'

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** Cuts an address to its network: IPv4 to /24, IPv6 to /48. Null: not an address. */
export function truncateIp(text: string): string | null {
  const address = mapped.exec(text.trim())?.[1] ?? text.trim()
  if (isIPv4(address)) return address.replace(/\.\d+$/, '.0')
  if (isIP(address) !== 6) return null
  return `${groupsOf(address).slice(0, 3).join(':')}::`
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const bare = address.split('%', 1)[0] ?? ''
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(bare)
  const hex = (high?: string, low?: string) => (Number(high) * 256 + Number(low)).toString(16)
  const text = dotted ? `${dotted[1]}${hex(dotted[2], dotted[3])}:${hex(dotted[4], dotted[5])}` : bare
  const [before = '', after] = text.split('::')
  const left = before === '' ? [] : before.split(':')
  const right = after === undefined || after === '' ? [] : after.split(':')
  const missing = after === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array.from({ length: missing }, () => '0'), ...right].map((group) =>
    group.replace(/^0+(?=.)/, '').toLowerCase(),
  )
}

const lists = new Map<string, BlockList>()

/** Whether an address lies in one of the networks, given as `192.0.2.0/24`. */
export function isInNetworks(text: string, networks: readonly string[]): boolean {
  if (networks.length === 0) return false
  const address = mapped.exec(text.trim())?.[1] ?? text.trim()
  const family = isIP(address)
  return family !== 0 && listOf(networks).check(address, family === 4 ? 'ipv4' : 'ipv6')
}

function listOf(networks: readonly string[]): BlockList {
  const key = networks.join(' ')
  const known = lists.get(key)
  if (known) return known
  const made = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    made.addSubnet(address, Number(bits), isIPv4(address) ? 'ipv4' : 'ipv6')
  }
  if (lists.size > 1_000) lists.clear()
  lists.set(key, made)
  return made
}
