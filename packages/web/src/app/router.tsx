import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { z } from 'zod'
import { AttributionSearch } from '../features/attribution/attribution-search.ts'
import { ConformanceSearch } from '../features/conformance/conformance-search.ts'
import { FunnelsSearch } from '../features/funnels/funnels-search.ts'
import { IdentitySearch } from '../features/identity/identity-search.ts'
import { LifecycleSearch } from '../features/lifecycle/lifecycle-search.ts'
import { MapDraftSearch } from '../features/map-draft/map-draft-search.ts'
import { MapSearch, MapsSearch } from '../features/maps/maps-search.ts'
import { TasksSearch } from '../features/notes/tasks-search.ts'
import { PathsSearch } from '../features/paths/paths-search.ts'
import { AccountsSearch, PeopleSearch, PersonSearch } from '../features/people/people-search.ts'
import { ProcessSearch } from '../features/process/process-search.ts'
import { PulseSearch } from '../features/pulse/pulse-search.ts'
import { RetentionSearch } from '../features/retention/retention-search.ts'
import { NewSegmentSearch, SegmentsSearch } from '../features/segments/segments-search.ts'
import { SeparatesSearch } from '../features/separates/separates-search.ts'
import { SourceSearch } from '../features/sources/sources-search.ts'
import { StickinessSearch } from '../features/stickiness/stickiness-search.ts'
import { TimeBetweenSearch } from '../features/time-between/time-between-search.ts'
import {
  NewTouchpointSearch,
  TouchpointSearch,
  TouchpointsSearch,
} from '../features/touchpoints/touchpoints-search.ts'
import { TrendsSearch } from '../features/trends/trends-search.ts'
import { ApiError } from '../lib/api.ts'
import { mapQuery } from '../lib/maps.ts'
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
    path: '/tasks',
    validateSearch: TasksSearch,
    component: lazyRouteComponent(() => import('../features/notes/tasks-page.tsx'), 'TasksPage'),
  }),
  createRoute({
    ...inShell,
    path: '/maps',
    validateSearch: MapsSearch,
    component: lazyRouteComponent(() => import('../features/maps/maps-page.tsx'), 'MapsPage'),
  }),
  createRoute({
    ...inShell,
    path: '/maps/draft',
    validateSearch: MapDraftSearch,
    component: lazyRouteComponent(() => import('../features/map-draft/map-draft-page.tsx'), 'MapDraftPage'),
  }),
  createRoute({
    ...inShell,
    path: '/maps/$mapId/conformance',
    validateSearch: ConformanceSearch,
    component: lazyRouteComponent(
      () => import('../features/conformance/conformance-page.tsx'),
      'ConformancePage',
    ),
  }),
  createRoute({
    ...inShell,
    path: '/maps/$mapId',
    validateSearch: MapSearch,
    // The map is on its way while the page that draws it is fetched.
    loader: ({ params }) => void queryClient.prefetchQuery(mapQuery(params.mapId)),
    component: lazyRouteComponent(() => import('../features/maps/map-page.tsx'), 'MapPage'),
  }),
  createRoute({
    ...inShell,
    path: '/paths',
    validateSearch: PathsSearch,
    component: lazyRouteComponent(() => import('../features/paths/paths-page.tsx'), 'PathsPage'),
  }),
  createRoute({
    ...inShell,
    path: '/process',
    validateSearch: ProcessSearch,
    component: lazyRouteComponent(() => import('../features/process/process-page.tsx'), 'ProcessPage'),
  }),
  createRoute({
    ...inShell,
    path: '/funnels',
    validateSearch: FunnelsSearch,
    component: lazyRouteComponent(() => import('../features/funnels/funnels-page.tsx'), 'FunnelsPage'),
  }),
  createRoute({
    ...inShell,
    path: '/funnels/separates',
    validateSearch: SeparatesSearch,
    component: lazyRouteComponent(() => import('../features/separates/separates-page.tsx'), 'SeparatesPage'),
  }),
  createRoute({
    ...inShell,
    path: '/funnels/time-between',
    validateSearch: TimeBetweenSearch,
    component: lazyRouteComponent(
      () => import('../features/time-between/time-between-page.tsx'),
      'TimeBetweenPage',
    ),
  }),
  createRoute({
    ...inShell,
    path: '/retention',
    validateSearch: RetentionSearch,
    component: lazyRouteComponent(() => import('../features/retention/retention-page.tsx'), 'RetentionPage'),
  }),
  createRoute({
    ...inShell,
    path: '/retention/lifecycle',
    validateSearch: LifecycleSearch,
    component: lazyRouteComponent(() => import('../features/lifecycle/lifecycle-page.tsx'), 'LifecyclePage'),
  }),
  createRoute({
    ...inShell,
    path: '/retention/stickiness',
    validateSearch: StickinessSearch,
    component: lazyRouteComponent(
      () => import('../features/stickiness/stickiness-page.tsx'),
      'StickinessPage',
    ),
  }),
  createRoute({
    ...inShell,
    path: '/attribution',
    validateSearch: AttributionSearch,
    component: lazyRouteComponent(
      () => import('../features/attribution/attribution-page.tsx'),
      'AttributionPage',
    ),
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
    path: '/segments',
    validateSearch: SegmentsSearch,
    component: lazyRouteComponent(() => import('../features/segments/segments-page.tsx'), 'SegmentsPage'),
  }),
  createRoute({
    ...inShell,
    path: '/segments/new',
    validateSearch: NewSegmentSearch,
    component: lazyRouteComponent(() => import('../features/segments/edit-page.tsx'), 'NewSegmentPage'),
  }),
  createRoute({
    ...inShell,
    path: '/segments/$segmentId',
    component: lazyRouteComponent(() => import('../features/segments/segment-page.tsx'), 'SegmentPage'),
  }),
  createRoute({
    ...inShell,
    path: '/segments/$segmentId/edit',
    component: lazyRouteComponent(() => import('../features/segments/edit-page.tsx'), 'EditSegmentPage'),
  }),
  createRoute({
    ...inShell,
    path: '/identity',
    validateSearch: IdentitySearch,
    component: lazyRouteComponent(() => import('../features/identity/identity-page.tsx'), 'IdentityPage'),
  }),
  createRoute({
    ...inShell,
    path: '/identity-rules',
    component: lazyRouteComponent(() => import('../features/identity/rules-page.tsx'), 'RulesPage'),
  }),
  createRoute({
    ...inShell,
    path: '/computed-traits',
    component: lazyRouteComponent(() => import('../features/identity/computed-page.tsx'), 'ComputedPage'),
  }),
  createRoute({
    ...inShell,
    path: '/sources',
    component: lazyRouteComponent(() => import('../features/sources/sources-page.tsx'), 'SourcesPage'),
  }),
  createRoute({
    ...inShell,
    path: '/sources/$sourceId',
    validateSearch: SourceSearch,
    component: lazyRouteComponent(() => import('../features/sources/source-page.tsx'), 'SourcePage'),
  }),
  createRoute({
    ...inShell,
    path: '/imports',
    component: lazyRouteComponent(() => import('../features/imports/imports-page.tsx'), 'ImportsPage'),
  }),
  createRoute({
    ...inShell,
    path: '/imports/$importId',
    component: lazyRouteComponent(() => import('../features/imports/import-page.tsx'), 'ImportPage'),
  }),
  createRoute({
    ...inShell,
    path: '/export',
    component: lazyRouteComponent(() => import('../features/exports/export-page.tsx'), 'ExportPage'),
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
    path: '/privacy',
    component: lazyRouteComponent(() => import('../features/privacy/privacy-page.tsx'), 'PrivacyPage'),
  }),
  createRoute({
    ...inShell,
    path: '/touchpoints/new',
    validateSearch: NewTouchpointSearch,
    component: lazyRouteComponent(() => import('../features/touchpoints/edit-page.tsx'), 'NewTouchpointPage'),
  }),
  createRoute({
    ...inShell,
    path: '/touchpoints/$touchpointId',
    validateSearch: TouchpointSearch,
    component: lazyRouteComponent(
      () => import('../features/touchpoints/touchpoint-page.tsx'),
      'TouchpointPage',
    ),
  }),
  createRoute({
    ...inShell,
    path: '/touchpoints/$touchpointId/edit',
    component: lazyRouteComponent(
      () => import('../features/touchpoints/edit-page.tsx'),
      'EditTouchpointPage',
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
    path: '/settings/account',
    component: lazyRouteComponent(() => import('../features/access/account-page.tsx'), 'AccountPage'),
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
    path: '/forgotten-password',
    component: lazyRouteComponent(
      () => import('../features/access/forgotten-password-page.tsx'),
      'ForgottenPasswordPage',
    ),
  }),
  createRoute({
    ...atRoot,
    path: '/new-password',
    validateSearch: z.object({ token: z.string().catch('') }),
    component: lazyRouteComponent(
      () => import('../features/access/new-password-page.tsx'),
      'NewPasswordPage',
    ),
  }),
  createRoute({
    ...atRoot,
    path: '/confirm-email',
    validateSearch: z.object({ token: z.string().catch('') }),
    component: lazyRouteComponent(
      () => import('../features/access/confirm-email-page.tsx'),
      'ConfirmEmailPage',
    ),
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
