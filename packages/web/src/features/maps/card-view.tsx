import { useQuery } from '@tanstack/react-query'
import type { LaneKind, MapCard } from '@teia/contracts'
import { memo, useEffect, useRef, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { touchpointsQuery } from '../../lib/catalogue.ts'
import { ChannelIcon, Icon } from '../../ui/icons.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { CardEditor } from './card-editor.tsx'
import { cardIcons } from './lane-names.ts'
import { MapImageView } from './map-image.tsx'
import { useMapTools } from './map-tools.ts'

/** A touchpoint of the catalogue as a card says it: the icon of its channel, and its name in this language. */
function Touchpoint({ id, text }: { id: string; text: string }) {
  const touchpointName = useTouchpointName()
  const { data } = useQuery({
    ...touchpointsQuery,
    select: ({ items }) => items.find((one) => one.id === id),
  })
  return (
    <>
      {data ? <ChannelIcon channel={data.channel} /> : <Icon name="dot" />}
      <span>{text || touchpointName(data?.name ?? id)}</span>
    </>
  )
}

function Inner({ card, kind }: { card: MapCard; kind: LaneKind }) {
  const { mapId } = useMapTools()
  const { t } = useText()
  const icon = cardIcons[kind]
  return (
    <>
      {card.touchpoint !== undefined ? (
        <Touchpoint id={card.touchpoint} text={card.text} />
      ) : (
        <>
          {icon && <Icon name={icon} />}
          {card.text !== '' && (kind === 'quotes' ? <q>{card.text}</q> : <span>{card.text}</span>)}
        </>
      )}
      {card.by && <span className="note">{card.by}</span>}
      {card.image !== undefined && (
        <MapImageView mapId={mapId} id={card.image} alt={card.text || t('maps.imageName')} />
      )}
    </>
  )
}

/** One remark in a lane. While the map is edited it is written in place and dragged. */
export const CardView = memo(function CardView(props: { card: MapCard; kind: LaneKind; stop: string }) {
  const { card, kind, stop } = props
  const { run, isFresh } = useMapTools()
  const [isOpen, setOpen] = useState(() => run !== null && isFresh(card.id))
  const own = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const part = own.current
    if (!part || !run) return
    const open = () => setOpen(true)
    part.addEventListener('teia-edit', open)
    return () => part.removeEventListener('teia-edit', open)
  }, [run])
  return (
    <div
      ref={own}
      className={`card ${kind === 'quotes' || kind === 'images' ? 'tall' : ''}`.trim()}
      tabIndex={-1}
      data-stop={stop}
      data-part={`card ${card.id}`}
    >
      {isOpen && run ? (
        <CardEditor card={card} kind={kind} onClose={() => setOpen(false)} />
      ) : (
        <Inner card={card} kind={kind} />
      )}
    </div>
  )
})
