import type { MessageKey } from '../i18n/text.tsx'
import type { IconName } from '../ui/icons.tsx'

/** Addresses of pages that the rail, the tabs and the palette link to. */
export type PagePath =
  | '/'
  | '/paths'
  | '/trends'
  | '/people'
  | '/accounts'
  | '/sources'
  | '/live'
  | '/touchpoints'
  | '/settings/workspace'
  | '/settings/members'
  | '/settings/keys'
  | '/settings/audit'

export type NavGroup = {
  label: MessageKey
  icon: IconName
  to: PagePath
  pages: readonly { label: MessageKey; to: PagePath }[]
}

/** The rail: groups of pages, each opening at its first. */
export const navigation: readonly NavGroup[] = [
  { label: 'shell.pulse', icon: 'pulse', to: '/', pages: [] },
  {
    label: 'shell.journeys',
    icon: 'journeys',
    to: '/paths',
    pages: [
      { label: 'shell.paths', to: '/paths' },
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
    ],
  },
  {
    label: 'shell.data',
    icon: 'data',
    to: '/sources',
    pages: [
      { label: 'shell.sources', to: '/sources' },
      { label: 'shell.live', to: '/live' },
      { label: 'shell.touchpoints', to: '/touchpoints' },
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
    ],
  },
]

/** Whether a page lies at or under an address. */
export function isUnder(path: string, to: PagePath): boolean {
  return to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`)
}

/** The group that a path belongs to. */
export function groupOf(path: string): NavGroup | undefined {
  return navigation.find(
    (group) => isUnder(path, group.to) || group.pages.some((page) => isUnder(path, page.to)),
  )
}
