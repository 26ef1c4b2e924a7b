import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CatalogueEntry, type TouchpointList } from '@teia/contracts'
import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react'
import { z } from 'zod'
import { useText } from '../../i18n/text.tsx'
import { put } from '../../lib/api.ts'
import { IconButton } from '../../ui/button.tsx'
import { useMenu } from '../../ui/context-menu.tsx'
import { ChannelIcon } from '../../ui/icons.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'

const Ordered = z.object({ version: z.number(), entries: z.array(CatalogueEntry) })

const moved = (ids: readonly string[], id: string, to: number) => {
  const rest = ids.filter((one) => one !== id)
  return rest.toSpliced(Math.max(0, Math.min(rest.length, to)), 0, id)
}

/** Saves each new order at once; what somebody else has changed meanwhile is refused and loaded anew. */
function useOrder(list: TouchpointList) {
  const client = useQueryClient()
  const stored = list.items.toSorted((x, y) => x.place - y.place).map((one) => one.id)
  const [wanted, setWanted] = useState<readonly string[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  const version = useRef(list.version)
  version.current = Math.max(version.current, list.version)
  const save = async (ids: readonly string[]) => {
    setWanted(ids)
    setError(null)
    try {
      const body = { ids: [...ids], version: version.current }
      version.current = (await put(Ordered, '/touchpoints/order', { body })).version
    } catch (fault) {
      setError(fault)
      version.current = 0
    }
    await client.invalidateQueries({ queryKey: ['touchpoints'] })
    setWanted(null)
  }
  return { ids: wanted ?? stored, isSaving: wanted !== null, error, save }
}

/** The order of precedence: rows are dragged, moved by Alt and arrows, or by their menu. */
export function OrderList({ list }: { list: TouchpointList }) {
  const { t } = useText()
  const touchpointName = useTouchpointName()
  const withMenu = useMenu()
  const { ids, isSaving, error, save } = useOrder(list)
  const [dragged, setDragged] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const rows = useRef<HTMLOListElement>(null)
  const byId = new Map(list.items.map((one) => [one.id, one]))
  const move = (id: string, to: number) => {
    if (isSaving || to < 0 || to >= ids.length || ids.indexOf(id) === to) return
    setSaid(t('touchpoints.moved', { name: touchpointName(byId.get(id)?.name ?? ''), n: to + 1 }))
    void save(moved(ids, id, to)).then(() =>
      rows.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus(),
    )
  }
  const onKey = (event: KeyboardEvent<HTMLElement>, id: string) => {
    const at = ids.indexOf(id)
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: ids.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    if (event.altKey) return move(id, to)
    rows.current?.querySelectorAll<HTMLElement>('li')[to]?.focus()
  }
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault()
    if (dragged) move(dragged, to)
    setDragged(null)
  }
  return (
    <>
      <p className="note below-head">{t('touchpoints.orderDeck')}</p>
      {error !== null && <ErrorNotice error={error} />}
      <span className="visually-hidden" role="status">
        {said}
      </span>
      <ol className="order-list" ref={rows} aria-busy={isSaving}>
        {ids.map((id, at) => {
          const one = byId.get(id)
          if (!one) return null
          const name = touchpointName(one.name)
          const menu = withMenu(() => [
            { label: t('touchpoints.moveFirst'), icon: 'up', onSelect: () => move(id, 0) },
            { label: t('touchpoints.moveUp'), icon: 'up', onSelect: () => move(id, at - 1) },
            { label: t('touchpoints.moveDown'), icon: 'down', onSelect: () => move(id, at + 1) },
            { label: t('touchpoints.moveLast'), icon: 'down', onSelect: () => move(id, ids.length - 1) },
          ])
          return (
            <li
              key={id}
              data-id={id}
              draggable
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a row is moved by keyboard
              tabIndex={0}
              className={dragged === id ? 'dragged' : undefined}
              onDragStart={() => setDragged(id)}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event) => event.preventDefault()}
              onDrop={(event) => drop(event, at)}
              onContextMenu={menu.onContextMenu}
              onKeyDown={(event) => {
                if (event.target !== event.currentTarget) return
                menu.onMenuKey(event)
                onKey(event, id)
              }}
            >
              <span className="place">{at + 1}</span>
              <ChannelIcon channel={one.channel} />
              <Link className="row-name" to="/touchpoints/$touchpointId" params={{ touchpointId: id }}>
                {name}
              </Link>
              <span className="note grow">
                {[...one.definition.matcher.events, ...one.definition.matcher.pages].slice(0, 4).join(', ')}
              </span>
              <IconButton
                icon="up"
                label={`${t('touchpoints.moveUp')}: ${name}`}
                disabled={at === 0 || isSaving}
                onClick={() => move(id, at - 1)}
              />
              <IconButton
                icon="down"
                label={`${t('touchpoints.moveDown')}: ${name}`}
                disabled={at === ids.length - 1 || isSaving}
                onClick={() => move(id, at + 1)}
              />
            </li>
          )
        })}
      </ol>
    </>
  )
}
