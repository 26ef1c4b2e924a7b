import { AccountPage, PathsAnswer, PersonPage, SourcePage } from '@teia/contracts'
import { type Api, address, day } from './teia.ts'

export type Shown = { name: string; path: string; signedOut?: true }

/** Every page there is, each with something on it; Paths with its panel open. */
export async function allPages(api: Api): Promise<Shown[]> {
  const [people, accounts, sources, spot] = await Promise.all([
    api.get(PersonPage, '/people?limit=1&known=known'),
    api.get(AccountPage, '/accounts?limit=1'),
    api.get(SourcePage, '/sources'),
    largestLink(api),
  ])
  const [person, account, source] = [people.items[0], accounts.items[0], sources.items[0]]
  if (!person || !source) throw new Error('The demo workspace has no people or no source.')
  return [
    { name: 'sign-in', path: '/sign-in', signedOut: true },
    { name: 'pulse', path: '/' },
    { name: 'paths', path: address('/paths', spot) },
    { name: 'trends', path: address('/trends', { breakdown: ['channel'] }) },
    { name: 'people', path: '/people' },
    { name: 'person', path: `/people/${person.id}` },
    { name: 'accounts', path: '/accounts' },
    ...(account ? [{ name: 'account', path: `/accounts/${account.id}` }] : []),
    { name: 'sources', path: '/sources' },
    { name: 'source', path: `/sources/${source.id}` },
    { name: 'live', path: '/live' },
    { name: 'touchpoints', path: '/touchpoints' },
    { name: 'workspace', path: '/settings/workspace' },
    { name: 'members', path: '/settings/members' },
    { name: 'keys', path: '/settings/keys' },
    { name: 'audit', path: '/settings/audit' },
    { name: 'gallery', path: '/gallery' },
  ]
}

/** The address parts that open the link most walked of the last 28 days. */
async function largestLink(api: Api) {
  const { timeZone } = api.workspace
  const { nodes, links } = await api.ask(PathsAnswer, '/questions/paths', {
    range: { from: day(timeZone, 27), to: day(timeZone, 0), timeZone },
  })
  const [link] = links.toSorted((a, b) => b.walks - a.walks)
  const spot = (id: string | undefined) => {
    const node = nodes.find((one) => one.id === id)
    return node && { depth: node.depth, label: node.label }
  }
  const [source, target] = [spot(link?.source), spot(link?.target)]
  return source && target ? { source, target } : {}
}
