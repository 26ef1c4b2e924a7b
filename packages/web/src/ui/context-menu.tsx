import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { Icon, type IconName } from './icons.tsx'
import { walkByArrows } from './pick.tsx'

/** One thing that can be done with a row or a mark. */
export type Action = { label: string; icon?: IconName; onSelect: () => void; danger?: boolean }
type Opened = { x: number; y: number; actions: readonly Action[]; back: HTMLElement | SVGElement | null }
type Open = (place: { x: number; y: number }, actions: readonly Action[]) => void
const MenuContext = createContext<Open>(() => {})

/** The menu itself, at a point of the window; Escape and a click outside close it and give the focus back. */
export function MenuView({ opened, onClose, label }: { opened: Opened; onClose: () => void; label: string }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.querySelector('button')?.focus()
    const outside = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) onClose()
    }
    window.addEventListener('pointerdown', outside)
    window.addEventListener('resize', onClose)
    return () => {
      window.removeEventListener('pointerdown', outside)
      window.removeEventListener('resize', onClose)
    }
  }, [onClose])
  // As wide as its longest words, which differ by language: it is measured before it is seen.
  useLayoutEffect(() => {
    const menu = box.current
    if (!menu) return
    menu.style.left = `${Math.max(8, Math.min(opened.x, window.innerWidth - menu.offsetWidth - 8))}px`
    menu.style.top = `${Math.max(8, Math.min(opened.y, window.innerHeight - menu.offsetHeight - 8))}px`
  }, [opened])
  return (
    <div
      ref={box}
      className="context-menu"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' || event.key === 'Tab') {
          event.preventDefault()
          event.stopPropagation()
          onClose()
        } else walkByArrows(event)
      }}
    >
      {opened.actions.map((action) => (
        <button
          key={action.label}
          type="button"
          role="menuitem"
          className={action.danger ? 'danger' : undefined}
          onClick={() => {
            onClose()
            action.onSelect()
          }}
        >
          {action.icon && <Icon name={action.icon} />}
          {action.label}
        </button>
      ))}
    </div>
  )
}

export function MenuProvider({ children, label }: { children: ReactNode; label: string }) {
  const [opened, setOpened] = useState<Opened | null>(null)
  const open = useCallback<Open>((place, actions) => {
    if (actions.length > 0)
      setOpened({ ...place, actions, back: document.activeElement as HTMLElement | null })
  }, [])
  const close = useCallback(() => {
    setOpened((was) => {
      was?.back?.focus()
      return null
    })
  }, [])
  return (
    <MenuContext value={open}>
      {children}
      {opened && <MenuView opened={opened} onClose={close} label={label} />}
    </MenuContext>
  )
}

/**
 * Handlers that give a row or mark its menu: right click, the menu key, Shift F10.
 * @example <tr {...withMenu(() => actionsOf(row))}>
 */
export function useMenu() {
  const open = useContext(MenuContext)
  return useCallback(
    (actions: () => readonly Action[]) => ({
      onContextMenu: (event: React.MouseEvent) => {
        event.preventDefault()
        // The menu key arrives here too, without a place of its own.
        const box = event.currentTarget.getBoundingClientRect()
        const byKey = event.clientX === 0 && event.clientY === 0
        open(
          byKey ? { x: box.left + 24, y: box.top + 24 } : { x: event.clientX, y: event.clientY },
          actions(),
        )
      },
      onMenuKey: (event: React.KeyboardEvent) => {
        if (event.key !== 'ContextMenu' && !(event.shiftKey && event.key === 'F10')) return
        event.preventDefault()
        const box = event.currentTarget.getBoundingClientRect()
        open({ x: box.left + Math.min(48, box.width / 2), y: box.top + Math.min(24, box.height) }, actions())
      },
    }),
    [open],
  )
}

/** Opens the menu from a button, under it. */
export function useOpenMenu() {
  const open = useContext(MenuContext)
  return (from: HTMLElement, actions: readonly Action[]) => {
    const box = from.getBoundingClientRect()
    open({ x: box.left, y: box.bottom + 4 }, actions)
  }
}
