import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { z } from 'zod'
import { PathsSearch } from '../features/paths/paths-search.ts'
import { AccountsSearch, PeopleSearch, PersonSearch } from '../features/people/people-search.ts'
import { PulseSearch } from '../features/pulse/pulse-search.ts'
import { LiveSearch } from '../features/sources/sources-search.ts'
import { TouchpointsSearch } from '../features/touchpoints/touchpoints-search.ts'
import { TrendsSearch } from '../features/trends/trends-search.ts'
import { ApiError } from '../lib/api.ts'
import { NotFound, PageError } from './faults.tsx'
import { queryClient, sessionQuery, setupQuery } from './queries.ts'
import { Shell } from './shell.tsx'

const root = createRootRoute({ notFoundComponent: NotFound })

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(sessionQuery)
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
      const setup = await queryClient.fetchQuery(setupQuery)
      if (setup.needsSetup) throw redirect({ to: '/setup' })
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
    }
  },
})

const inShell = { getParentRoute: () => shell } as const
const atRoot = { getParentRoute: () => root } as const

const pages = [
  createRoute({
    ...inShell,
    path: '/',
    validateSearch: PulseSearch,
    component: lazyRouteComponent(() => import('../features/pulse/pulse-page.tsx'), 'PulsePage'),
  }),
  createRoute({
    ...inShell,
    path: '/paths',
    validateSearch: PathsSearch,
    component: lazyRouteComponent(() => import('../features/paths/paths-page.tsx'), 'PathsPage'),
  }),
  createRoute({
    ...inShell,
    path: '/trends',
    validateSearch: TrendsSearch,
    component: lazyRouteComponent(() => import('../features/trends/trends-page.tsx'), 'TrendsPage'),
  }),
  createRoute({
    ...inShell,
    path: '/people',
    validateSearch: PeopleSearch,
    component: lazyRouteComponent(() => import('../features/people/people-page.tsx'), 'PeoplePage'),
  }),
  createRoute({
    ...inShell,
    path: '/people/$personId',
    validateSearch: PersonSearch,
    component: lazyRouteComponent(() => import('../features/people/person-page.tsx'), 'PersonPage'),
  }),
  createRoute({
    ...inShell,
    path: '/accounts',
    validateSearch: AccountsSearch,
    component: lazyRouteComponent(() => import('../features/people/accounts-page.tsx'), 'AccountsPage'),
  }),
  createRoute({
    ...inShell,
    path: '/accounts/$accountId',
    component: lazyRouteComponent(() => import('../features/people/account-page.tsx'), 'AccountPage'),
  }),
  createRoute({
    ...inShell,
    path: '/sources',
    component: lazyRouteComponent(() => import('../features/sources/sources-page.tsx'), 'SourcesPage'),
  }),
  createRoute({
    ...inShell,
    path: '/sources/$sourceId',
    validateSearch: LiveSearch,
    component: lazyRouteComponent(() => import('../features/sources/source-page.tsx'), 'SourcePage'),
  }),
  createRoute({
    ...inShell,
    path: '/live',
    component: lazyRouteComponent(() => import('../features/touchpoints/live-page.tsx'), 'LivePage'),
  }),
  createRoute({
    ...inShell,
    path: '/touchpoints',
    validateSearch: TouchpointsSearch,
    component: lazyRouteComponent(
      () => import('../features/touchpoints/touchpoints-page.tsx'),
      'TouchpointsPage',
    ),
  }),
  createRoute({
    ...inShell,
    path: '/settings/workspace',
    component: lazyRouteComponent(() => import('../features/access/workspace-page.tsx'), 'WorkspacePage'),
  }),
  createRoute({
    ...inShell,
    path: '/settings/members',
    component: lazyRouteComponent(() => import('../features/access/members-page.tsx'), 'MembersPage'),
  }),
  createRoute({
    ...inShell,
    path: '/settings/keys',
    component: lazyRouteComponent(() => import('../features/access/keys-page.tsx'), 'KeysPage'),
  }),
  createRoute({
    ...inShell,
    path: '/settings/audit',
    component: lazyRouteComponent(() => import('../features/access/audit-page.tsx'), 'AuditPage'),
  }),
  createRoute({
    ...inShell,
    path: '/gallery',
    component: lazyRouteComponent(() => import('../ui/gallery/gallery-page.tsx'), 'GalleryPage'),
  }),
] as const

const doors = [
  createRoute({
    ...atRoot,
    path: '/sign-in',
    validateSearch: z.object({ to: z.string().startsWith('/').optional().catch(undefined) }),
    component: lazyRouteComponent(() => import('../features/access/sign-in-page.tsx'), 'SignInPage'),
  }),
  createRoute({
    ...atRoot,
    path: '/setup',
    component: lazyRouteComponent(() => import('../features/access/setup-page.tsx'), 'SetupPage'),
  }),
  createRoute({
    ...atRoot,
    path: '/invitation',
    validateSearch: z.object({ token: z.string().catch('') }),
    component: lazyRouteComponent(() => import('../features/access/invitation-page.tsx'), 'InvitationPage'),
  }),
] as const

export const router = createRouter({
  routeTree: root.addChildren([shell.addChildren([...pages]), ...doors]),
  defaultErrorComponent: PageError,
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
