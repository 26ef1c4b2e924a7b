import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import {
  type Filter,
  type PathNode,
  PathPeopleAnswer,
  PathsAnswer,
  type PathsQuestion,
} from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { catalogueQuery } from '../../lib/catalogue.ts'
import { filterOf, rangeOf } from '../../lib/periods.ts'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { labelOf } from './path-facts.ts'
import type { PathsSearch } from './paths-search.ts'

/** Sessions begin at their entry unless the address says otherwise, or a start is named. */
export const withEntry = ({ scope, start, entry }: PathsSearch): boolean =>
  (scope ?? 'session') === 'session' && (entry ?? start === undefined)

/** The question that an address asks. */
export function questionOf(search: PathsSearch, timeZone: string, now = new Date()): PathsQuestion {
  const filter: Filter | undefined = filterOf(search)
  return {
    range: rangeOf(search, timeZone, now),
    compare: search.versus ? 'none' : (search.compare ?? 'previous'),
    ...(search.versus ? { compareWith: search.versus } : {}),
    by: search.by === 'event' ? 'event' : 'touchpoint',
    ...(search.by === 'channel' ? { byChannel: true } : {}),
    depth: search.depth ?? 5,
    scope: search.scope ?? 'session',
    collapseRepeats: search.repeats ?? true,
    minShare: search.above ?? 0.01,
    entry: withEntry(search),
    ...(filter ? { filter } : {}),
    ...(search.start ? { from: search.start } : {}),
    ...(search.end ? { to: search.end } : {}),
  }
}

export function usePaths(search: PathsSearch) {
  const { format } = useText()
  const question = questionOf(search, format.timeZone)
  const queryKey = ['questions', 'paths', question]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(PathsAnswer, '/questions/paths', question, signal),
    placeholderData: keepPreviousData,
  })
  return { query, queryKey, question }
}

const pathPeople = (paths: PathsQuestion, source: PathNode, target: PathNode | undefined, limit: number) => ({
  paths,
  source: { depth: source.depth, label: labelOf(source) },
  ...(target ? { target: { depth: target.depth, label: labelOf(target) } } : {}),
  limit,
})

/** Reads a page of the people at a node or on a link: at most `limit`, and no more than 200. */
export const readPathPeople = (
  question: PathsQuestion,
  source: PathNode,
  target: PathNode | undefined,
  limit: number,
  signal: AbortSignal,
  cursor: string | null = null,
) =>
  ask(
    PathPeopleAnswer,
    '/questions/path-people',
    { ...pathPeople(question, source, target, limit), ...(cursor !== null && { cursor }) },
    signal,
  )

/** The people at a node or on a link, and the time between its ends. */
export function usePathPeople(
  question: PathsQuestion,
  source: PathNode,
  target: PathNode | undefined,
  limit: number,
) {
  const queryKey = ['questions', 'path-people', pathPeople(question, source, target, limit)]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => readPathPeople(question, source, target, limit, signal),
    placeholderData: keepPreviousData,
  })
  return { query, queryKey }
}

/** The words of a comparison: with the period before, or with others. */
export function useCompared() {
  const { t } = useText()
  const isVersus = useSearch({ strict: false, select: (search) => search.versus !== undefined })
  return (
    key: 'before' | 'change' | 'interval' | 'changedMost' | 'changedMostNote' | 'periodBefore' | 'hollow',
    n = 0,
  ) => t(isVersus ? `paths.versus_${key}` : `paths.${key}`, { n })
}

/** What to call a node: left and other in the language, an entry by the name of its channel. */
export function useNodeName() {
  const { t, maybe } = useText()
  const touchpointName = useTouchpointName()
  const by = useSearch({ strict: false, select: (search) => search.by })
  return (node: Pick<PathNode, 'kind' | 'label' | 'touchpoint'>) => {
    if (node.kind === 'left') return t('paths.left')
    if (node.kind === 'other') return t('paths.other')
    if (node.kind === 'entry') return maybe(`entryNames.${node.label}`, node.label)
    if (by === 'event') return node.label
    const name = touchpointName(node.touchpoint?.name ?? node.label)
    // Only an id with a channel in it is one of several; the others are met in one channel alone.
    const channel = node.touchpoint?.id.includes('@') ? node.touchpoint.channel : null
    return channel ? `${name} · ${t(`channels.${channel}`)}` : name
  }
}

/** The channels in which a step is met; an entry and a fold have none of their own. */
export function useStepChannels() {
  const { data } = useQuery(catalogueQuery)
  const by = useSearch({ strict: false, select: (search) => search.by })
  return (node: Pick<PathNode, 'kind' | 'label' | 'touchpoint'>) =>
    node.kind === 'step' && by !== 'event' && !node.touchpoint?.channel
      ? (data?.touchpoints ?? []).flatMap((one) => (one.name === node.label ? [one.channel] : []))
      : []
}
