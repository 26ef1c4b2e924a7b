import { Menu } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import type { Language } from '@teia/contracts'
import { useEffect, useRef } from 'react'
import { TaskCount, TasksLink } from '../features/notes/task-count.tsx'
import { useText } from '../i18n/text.tsx'
import { IconButton } from '../ui/button.tsx'
import { Icon, Mark } from '../ui/icons.tsx'
import { groupOf, isUnder, type NavGroup, navigationFor } from './nav.ts'
import { usePreferences } from './preferences.tsx'
import { chooseWorkspace } from './queries.ts'
import { signOut } from './sign-out.ts'
import { useMay, useSession } from './use-session.ts'

/** Names of the languages in themselves. */
export const languageNames: Record<Language, string> = { 'pt-BR': 'Português', it: 'Italiano', en: 'English' }

function Group({ group, path, here }: { group: NavGroup; path: string; here: boolean }) {
  const { t } = useText()
  return (
    <li className={group.to === '/tasks' ? 'in-head' : undefined}>
      <Link
        to={group.to}
        title={t(group.label)}
        {...(here ? { 'aria-current': group.pages.length > 0 ? 'true' : 'page' } : {})}
      >
        <Icon name={group.icon} />
        <span className="label">{t(group.label)}</span>
        {group.to === '/tasks' && <TaskCount />}
      </Link>
      {here && group.pages.length > 0 && (
        <ul>
          {group.pages.map((page) => (
            <li key={page.to}>
              <Link to={page.to} {...(isUnder(path, page.to) ? { 'aria-current': 'page' } : {})}>
                {t(page.label)}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

/** The pages beside the one open, for narrow windows where the rail shows groups only. */
export function GroupTabs() {
  const { t } = useText()
  const { pathname } = useLocation()
  const group = groupOf(pathname, navigationFor(useMay()))
  const tabs = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page that is open is scrolled to when it changes
  useEffect(() => {
    const open = tabs.current?.querySelector<HTMLElement>('[aria-current]')
    if (open) tabs.current?.scrollTo({ left: open.offsetLeft - tabs.current.offsetLeft - 16 })
  }, [pathname])
  if (!group || group.pages.length === 0) return null
  return (
    <nav ref={tabs} className="tabs group-tabs" aria-label={t(group.label)}>
      {group.pages.map((page) => (
        <Link key={page.to} to={page.to} {...(isUnder(pathname, page.to) ? { 'aria-current': 'page' } : {})}>
          {t(page.label)}
        </Link>
      ))}
    </nav>
  )
}

function Foot({ onShortcuts }: { onShortcuts: () => void }) {
  const { t, language } = useText()
  const { user, workspaces, workspace } = useSession()
  const { toggleTheme, setLanguage } = usePreferences()
  return (
    <div className="foot">
      <Menu position="top-start" width={208} withinPortal>
        <Menu.Target>
          <button
            type="button"
            className="who"
            title={user.email}
            aria-label={t('shell.userMenu', { name: user.name })}
          >
            {user.name}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{user.email}</Menu.Label>
          {workspaces.length > 1 &&
            workspaces.map((other) => (
              <Menu.Item
                key={other.id}
                onClick={() => chooseWorkspace(other.id)}
                disabled={other.id === workspace.id}
              >
                {other.name}
              </Menu.Item>
            ))}
          {workspaces.length > 1 && <Menu.Divider />}
          {(Object.keys(languageNames) as Language[]).map((code) => (
            <Menu.Item
              key={code}
              lang={code}
              onClick={() => setLanguage(code)}
              leftSection={<Icon name={code === language ? 'good' : 'globe'} />}
            >
              {languageNames[code]}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="keyboard" />} onClick={onShortcuts}>
            {t('shell.shortcuts')}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="book" />} component="a" href="/docs">
            {t('shell.apiReference')}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="out" />} onClick={() => void signOut()}>
            {t('shell.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <IconButton icon="theme" label={t('shell.switchTheme')} onClick={toggleTheme} />
    </div>
  )
}

/** The left rail; on a phone its groups become tabs at the bottom. */
export function Rail({ onFind, onShortcuts }: { onFind: () => void; onShortcuts: () => void }) {
  const { t } = useText()
  const { workspace } = useSession()
  const { pathname } = useLocation()
  const groups = navigationFor(useMay())
  const mac = navigator.platform.startsWith('Mac')
  return (
    <header className="rail">
      <Link className="brand" to="/">
        <Mark />
        <span className="label">
          Teia<small>{workspace.name}</small>
        </span>
      </Link>
      <button
        type="button"
        className="find"
        onClick={onFind}
        aria-label={`${t('shell.find')} (${mac ? '⌘' : 'Ctrl'} K)`}
      >
        <Icon name="search" small />
        <span>{t('shell.find')}</span>
        <kbd>{mac ? '⌘ K' : 'Ctrl K'}</kbd>
      </button>
      {groups.some((group) => group.to === '/tasks') && <TasksLink />}
      <nav aria-label={t('shell.main')}>
        <ul>
          {groups.map((group) => (
            <Group key={group.to} group={group} path={pathname} here={group === groupOf(pathname, groups)} />
          ))}
        </ul>
      </nav>
      <Foot onShortcuts={onShortcuts} />
    </header>
  )
}
