import type { PathsAnswer } from '@teia/contracts'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { type Action, useMenu } from '../../ui/context-menu.tsx'
import { useHoverCard } from '../../ui/hover-card.tsx'

/** What is selected: a node, or a link between two. */
export type Mark = { source: string; target?: string }

/** Entry colours: apart from each other for every kind of colour vision. */
const palette = ['--cat-1', '--cat-8', '--cat-4', '--cat-2', '--cat-3', '--cat-6', '--cat-5'] as const

export function entryColours(nodes: PathsAnswer['nodes']): Map<string, string> {
  const entries = nodes.filter((node) => node.kind === 'entry').sort((a, b) => b.walks - a.walks)
  return new Map(entries.slice(0, palette.length).map((node, index) => [node.id, `var(${palette[index]})`]))
}

/** What the drawing and its marks are given. */
export type FlowProps = {
  answer: PathsAnswer
  goal: string | undefined
  selected: Mark | null
  onSelect: (mark: Mark) => void
  actions: (mark: Mark) => readonly Action[]
  svgRef: RefObject<SVGSVGElement | null>
}

const isSame = (mark: Mark, other: Mark | null) =>
  mark.source === other?.source && mark.target === other?.target

/** What every mark answers to: click, Enter, the menu, and its card on rest or focus. */
export function useHandlers({ onSelect, actions, selected }: FlowProps) {
  const withMenu = useMenu()
  const withCard = useHoverCard()
  return (mark: Mark, card: () => ReactNode) => {
    const menu = withMenu(() => actions(mark))
    return {
      ...withCard(card, 'pointer'),
      'data-mark': '',
      role: 'button' as const,
      'aria-pressed': isSame(mark, selected),
      onClick: () => onSelect(mark),
      onContextMenu: menu.onContextMenu,
      onKeyDown: (event: KeyboardEvent) => {
        menu.onMenuKey(event)
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onSelect(mark)
      },
    }
  }
}
