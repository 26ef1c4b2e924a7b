import { useNavigate } from '@tanstack/react-router'
import type { Segment } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import type { Action } from '../../ui/context-menu.tsx'

/** Ways to ask the questions of other pages about the people of a segment alone. */
export function useFilterBySegment(): (segment: Pick<Segment, 'id'>) => Action[] {
  const { t } = useText()
  const may = useMay()
  const navigate = useNavigate()
  if (!may('questions:read')) return () => []
  return ({ id }) => {
    const search = { filter: { segment: id, operator: 'equals' as const } }
    const pages = [
      ['/', 'pulse', t('shell.pulse')],
      ['/trends', 'chart', t('shell.trends')],
      ['/paths', 'journeys', t('shell.paths')],
    ] as const
    return pages.map(([to, icon, page]) => ({
      label: t('segments.useIn', { page }),
      icon,
      onSelect: () => void navigate({ to, search }),
    }))
  }
}
