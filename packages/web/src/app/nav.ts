import type { Scope } from '@teia/contracts'
import type { MessageKey } from '../i18n/text.tsx'
import type { IconName } from '../ui/icons.tsx'

/** Addresses of pages that the rail, the tabs and the palette link to. */
export type PagePath =
  | '/'
  | '/tasks'
  | '/maps'
  | '/paths'
  | '/process'
  | '/funnels'
  | '/retention'
  | '/trends'
  | '/attribution'
  | '/people'
  | '/accounts'
  | '/segments'
  | '/identity'
  | '/identity-rules'
  | '/computed-traits'
  | '/sources'
  | '/imports'
  | '/export'
  | '/live'
  | '/touchpoints'
  | '/privacy'
  | '/settings/workspace'
  | '/settings/members'
  | '/settings/keys'
  | '/settings/audit'
  | '/settings/account'

export type NavGroup = {
  label: MessageKey
  icon: IconName
  to: PagePath
  pages: readonly { label: MessageKey; to: PagePath }[]
}

/** What a page asks the server for first: without this right it has nothing to show. Null: everybody's own. */
const rightOf: Record<PagePath, Scope | null> = {
  '/': 'questions:read',
  '/tasks': 'people:read',
  '/maps': 'maps:read',
  '/paths': 'questions:read',
  '/process': 'questions:read',
  '/funnels': 'questions:read',
  '/retention': 'questions:read',
  '/trends': 'questions:read',
  '/attribution': 'questions:read',
  '/people': 'people:read',
  '/accounts': 'people:read',
  '/segments': 'people:read',
  '/identity': 'people:read',
  '/identity-rules': 'people:read',
  '/computed-traits': 'people:read',
  '/sources': 'sources:read',
  '/imports': 'sources:write',
  '/export': 'people:read',
  '/live': 'people:read',
  '/touchpoints': 'touchpoints:read',
  '/privacy': 'people:read',
  '/settings/workspace': 'workspace:read',
  '/settings/members': 'members:read',
  '/settings/keys': 'keys:write',
  '/settings/audit': 'audit:read',
  '/settings/account': null,
}

const everything: readonly NavGroup[] = [
  { label: 'shell.pulse', icon: 'pulse', to: '/', pages: [] },
  { label: 'tasks.title', icon: 'task', to: '/tasks', pages: [] },
  {
    label: 'shell.journeys',
    icon: 'journeys',
    to: '/maps',
    pages: [
      { label: 'maps.title', to: '/maps' },
      { label: 'shell.paths', to: '/paths' },
      { label: 'process.title', to: '/process' },
      { label: 'shell.funnels', to: '/funnels' },
      { label: 'shell.retention', to: '/retention' },
      { label: 'attribution.title', to: '/attribution' },
      { label: 'shell.trends', to: '/trends' },
    ],
  },
  {
    label: 'shell.people',
    icon: 'people',
    to: '/people',
    pages: [
      { label: 'shell.people', to: '/people' },
      { label: 'shell.accounts', to: '/accounts' },
      { label: 'segments.title', to: '/segments' },
      { label: 'identity.title', to: '/identity' },
      { label: 'identity.rulesTitle', to: '/identity-rules' },
      { label: 'identity.computedTitle', to: '/computed-traits' },
    ],
  },
  {
    label: 'shell.data',
    icon: 'data',
    to: '/sources',
    pages: [
      { label: 'shell.sources', to: '/sources' },
      { label: 'shell.imports', to: '/imports' },
      { label: 'shell.export', to: '/export' },
      { label: 'shell.live', to: '/live' },
      { label: 'shell.touchpoints', to: '/touchpoints' },
      { label: 'shell.privacy', to: '/privacy' },
    ],
  },
  {
    label: 'shell.settings',
    icon: 'settings',
    to: '/settings/workspace',
    pages: [
      { label: 'shell.workspace', to: '/settings/workspace' },
      { label: 'shell.members', to: '/settings/members' },
      { label: 'shell.keys', to: '/settings/keys' },
      { label: 'shell.audit', to: '/settings/audit' },
      { label: 'shell.account', to: '/settings/account' },
    ],
  },
]

/** The rail for somebody with these rights: groups of pages, each opening at its first; a group without pages is left out. */
export function navigationFor(may: (right: Scope) => boolean): readonly NavGroup[] {
  return everything.flatMap((group) => {
    const pages = group.pages.filter((page) => mayOpen(page.to, may))
    if (group.pages.length === 0) return mayOpen(group.to, may) ? [group] : []
    const [first] = pages
    return first ? [{ ...group, to: first.to, pages }] : []
  })
}

/** Whether a page has anything to show to somebody with these rights. */
export function mayOpen(page: PagePath, may: (right: Scope) => boolean): boolean {
  const right = rightOf[page]
  return right === null || may(right)
}

/** Whether a page lies at or under an address. */
export function isUnder(path: string, to: PagePath): boolean {
  return to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`)
}

/** The group that a path belongs to. */
export function groupOf(path: string, groups: readonly NavGroup[]): NavGroup | undefined {
  return groups.find((group) => isUnder(path, group.to) || group.pages.some((page) => isUnder(path, page.to)))
}
