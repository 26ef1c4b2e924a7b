import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  type Filter,
  type PathNode,
  PathPeopleAnswer,
  PathsAnswer,
  type PathsQuestion,
} from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { filterOf, rangeOf } from '../../lib/periods.ts'
import { useChannelName } from '../../ui/filter-bar.tsx'
import type { PathsSearch } from './paths-search.ts'

/** The question that an address asks. */
export function questionOf(search: PathsSearch, timeZone: string, now = new Date()): PathsQuestion {
  const filter: Filter | undefined = filterOf(search)
  return {
    range: rangeOf(search, timeZone, now),
    compare: search.compare ?? 'previous',
    by: search.by ?? 'touchpoint',
    depth: search.depth ?? 5,
    scope: search.scope ?? 'session',
    collapseRepeats: search.repeats ?? true,
    minShare: search.above ?? 0.01,
    entry: search.entry ?? false,
    ...(filter ? { filter } : {}),
    ...(search.start ? { from: search.start } : {}),
    ...(search.end ? { to: search.end } : {}),
  }
}

export function usePaths(search: PathsSearch) {
  const { format } = useText()
  const question = questionOf(search, format.timeZone)
  const query = useQuery({
    queryKey: ['questions', 'paths', question],
    queryFn: ({ signal }) => ask(PathsAnswer, '/questions/paths', question, signal),
    placeholderData: keepPreviousData,
  })
  return { ...query, question }
}

/** The people at a node or on a link, and the time between its ends. */
export function usePathPeople(
  question: PathsQuestion,
  source: PathNode,
  target: PathNode | undefined,
  limit: number,
) {
  const body = {
    paths: question,
    source: { depth: source.depth, label: source.label },
    ...(target ? { target: { depth: target.depth, label: target.label } } : {}),
    limit,
  }
  return useQuery({
    queryKey: ['questions', 'path-people', body],
    queryFn: ({ signal }) => ask(PathPeopleAnswer, '/questions/path-people', body, signal),
    placeholderData: keepPreviousData,
  })
}

/** What to call a node: left and other in the language, an entry by the name of its channel. */
export function useNodeName() {
  const { t } = useText()
  const channelName = useChannelName()
  return (node: Pick<PathNode, 'kind' | 'label'>) => {
    if (node.kind === 'left') return t('paths.left')
    if (node.kind === 'other') return t('paths.other')
    return node.kind === 'entry' ? channelName(node.label) : node.label
  }
}
