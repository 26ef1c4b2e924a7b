import { useQuery } from '@tanstack/react-query'
import { Outlet, useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useText } from '../i18n/text.tsx'
import { sessionEnded } from '../lib/api.ts'
import { MenuProvider } from '../ui/context-menu.tsx'
import { HoverProvider } from '../ui/hover-card.tsx'
import { Skeleton } from '../ui/notices.tsx'
import { demoQuery, queryClient } from './queries.ts'
import { GroupTabs, Rail } from './rail.tsx'
import { usePlaces } from './use-places.ts'

const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })))
const Shortcuts = lazy(() => import('./shortcuts.tsx').then((module) => ({ default: module.Shortcuts })))

const REFRESH_MS = 15_000

/** A slim line at the top while the demo workspace is being filled. */
function DemoBar() {
  const { t, format } = useText()
  const { data } = useQuery(demoQuery)
  const running = data?.state === 'running'
  useEffect(() => {
    if (!running) return
    // What is on the page grows with the filling, and is read once more when it is done.
    const timer = setInterval(
      () => void queryClient.invalidateQueries({ queryKey: ['questions'] }),
      REFRESH_MS,
    )
    return () => {
      clearInterval(timer)
      void queryClient.invalidateQueries()
    }
  }, [running])
  if (!data || !running) return null
  const share = data.total > 0 ? data.sent / data.total : 0
  const minutes = data.etaSeconds === null ? null : Math.max(1, Math.ceil(data.etaSeconds / 60))
  return (
    <div className="demo-bar" role="status">
      <div
        className="track"
        role="progressbar"
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-label={t('shell.demoFilling')}
      >
        <i style={{ width: `${share * 100}%` }} />
      </div>
      <span>
        {t('shell.demoFilling')} · {t('shell.demoSent', { sent: data.sent, total: data.total })} ·{' '}
        {t('shell.demoRate', { rate: format.whole(data.ratePerSecond) })}
        {minutes !== null && ` · ${t('shell.demoLeft', { minutes })}`}
      </span>
    </div>
  )
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}

/** Keys that work on every page. `g` waits for a second letter. */
function useKeys(open: { palette: () => void; shortcuts: () => void }) {
  const navigate = useNavigate()
  const places = usePlaces()
  useEffect(() => {
    let waiting = 0
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        return open.palette()
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (event.key === '?') return open.shortcuts()
      if (event.key === '/') {
        event.preventDefault()
        return open.palette()
      }
      const to = Date.now() - waiting < 1200 ? places.find(([key]) => key === event.key)?.[1] : undefined
      waiting = event.key === 'g' ? Date.now() : 0
      if (to) void navigate({ to })
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [navigate, places, open.palette, open.shortcuts])
}

/** When a call finds the session ended: to sign in, and back to the same view. */
function useExpiry() {
  const router = useRouter()
  useEffect(() => {
    const onEnd = () => {
      queryClient.removeQueries({ queryKey: ['session'] })
      void router.navigate({ to: '/sign-in', search: { to: router.state.location.href } })
    }
    sessionEnded.addEventListener('ended', onEnd)
    return () => sessionEnded.removeEventListener('ended', onEnd)
  }, [router])
}

/** The frame of every page: rail, palette, shortcuts, the page itself. */
export function Shell() {
  const { t } = useText()
  const { pathname } = useLocation()
  const [finding, setFinding] = useState(false)
  const [helping, setHelping] = useState(false)
  const [open] = useState(() => ({ palette: () => setFinding(true), shortcuts: () => setHelping(true) }))
  useKeys(open)
  useExpiry()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page starts at its top
  useEffect(() => setFinding(false), [pathname])
  return (
    <MenuProvider label={t('shell.menuLabel')}>
      <HoverProvider>
        <div className="app">
          <a className="skip" href="#content">
            {t('shell.skip')}
          </a>
          <Rail onFind={open.palette} onShortcuts={open.shortcuts} />
          <main id="content" tabIndex={-1}>
            <DemoBar />
            <GroupTabs />
            <Suspense fallback={<Skeleton rows={12} />}>
              <Outlet />
            </Suspense>
          </main>
          <Suspense fallback={null}>
            {finding && <Palette onClose={() => setFinding(false)} onShortcuts={open.shortcuts} />}
            {helping && <Shortcuts onClose={() => setHelping(false)} />}
          </Suspense>
        </div>
      </HoverProvider>
    </MenuProvider>
  )
}
