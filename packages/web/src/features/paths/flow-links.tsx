import { useText } from '../../i18n/text.tsx'
import { NODE_WIDTH, type PlacedLink } from './flow-layout.ts'
import { type FlowProps, type Mark, useHandlers } from './flow-marks.ts'
import { LinkCard } from './mark-cards.tsx'
import type { LinkFact } from './path-facts.ts'
import { useNodeName } from './use-paths.ts'

function isOn(link: PlacedLink, selected: Mark | null): boolean {
  if (!selected) return false
  if (selected.target) return link.source === selected.source && link.target === selected.target
  return link.source === selected.source || link.target === selected.source
}

/** The links as ribbons; the selected ones lie on top. */
export function Links({
  links,
  colours,
  facts,
  ...props
}: FlowProps & {
  links: PlacedLink[]
  colours: Map<string, string>
  facts: ReadonlyMap<string, LinkFact>
}) {
  const { t, format } = useText()
  const nameOf = useNodeName()
  const handlers = useHandlers(props)
  const sorted = [...links].sort((a, b) => Number(isOn(a, props.selected)) - Number(isOn(b, props.selected)))
  return sorted.map((link) => {
    const on = isOn(link, props.selected)
    const colour = colours.get(link.source)
    const kind = on ? 'on' : link.to.kind === 'left' ? 'left' : colour ? 'entry' : ''
    const label = t('paths.linkSpoken', {
      source: nameOf(link.from),
      target: nameOf(link.to),
      n: link.walks,
      of: link.from.walks,
      share: format.percent(link.walks / link.from.walks),
    })
    return (
      <path
        key={link.id}
        className={`link ${kind}`}
        d={link.path}
        tabIndex={-1}
        aria-label={label}
        style={colour ? ({ '--c': colour } as React.CSSProperties) : undefined}
        {...handlers({ source: link.source, target: link.target }, () => (
          <LinkCard link={link} fact={facts.get(link.id)} />
        ))}
      />
    )
  })
}

/** Shares at the start of the links that have room for them. */
export function Shares({ links, selected }: { links: PlacedLink[]; selected: Mark | null }) {
  const { format } = useText()
  const exact = (link: PlacedLink) => selected?.target !== undefined && isOn(link, selected)
  return links
    .filter((link) => link.labelled || exact(link))
    .map((link) => (
      <text
        key={link.id}
        className={`share halo ${exact(link) ? 'on' : ''}`}
        x={link.from.x + NODE_WIDTH + 5}
        y={link.y0 + link.thickness / 2 + 4}
      >
        {exact(link)
          ? format.percent(link.walks / link.from.walks)
          : `${format.whole((100 * link.walks) / link.from.walks)} %`}
      </text>
    ))
}
