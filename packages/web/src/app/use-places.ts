import { useMemo } from 'react'
import type { MessageKey } from '../i18n/text.tsx'
import { mayOpen, type PagePath } from './nav.ts'
import { useSession } from './use-session.ts'

type Place = readonly [key: string, to: PagePath, name: MessageKey]

const places: readonly Place[] = [
  ['p', '/', 'shell.pulse'],
  ['k', '/tasks', 'tasks.title'],
  ['m', '/maps', 'maps.title'],
  ['j', '/paths', 'shell.paths'],
  ['f', '/funnels', 'shell.funnels'],
  ['r', '/retention', 'shell.retention'],
  ['t', '/trends', 'shell.trends'],
  ['e', '/people', 'shell.people'],
  ['d', '/sources', 'shell.sources'],
  ['l', '/live', 'shell.live'],
  ['s', '/settings/workspace', 'shell.settings'],
]

/** The pages that `g` and a second letter go to, as far as this role may see them. */
export function usePlaces(): readonly Place[] {
  const { rights } = useSession().workspace
  return useMemo(() => places.filter(([, to]) => mayOpen(to, (right) => rights.includes(right))), [rights])
}
