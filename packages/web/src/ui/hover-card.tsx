import {
  createContext,
  type FocusEvent,
  type PointerEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { type Anchor, placeCard } from './place-card.ts'
import { Pairs } from './side-panel.tsx'

type Shown = { mark: Element; anchor: Anchor; content: ReactNode }
type Hover = {
  show: (mark: Element, anchor: Anchor, content: () => ReactNode, afterMs: number) => void
  hide: () => void
}
const HoverContext = createContext<Hover>({ show: () => undefined, hide: () => undefined })

const REST_MS = 250
const LEAVE_MS = 140
const GAP = 8

function Card(props: { shown: Shown; id: string; onEnter: () => void; onLeave: () => void }) {
  const box = useRef<HTMLDivElement>(null)
  const { anchor, content, mark } = props.shown
  // biome-ignore lint/correctness/useExhaustiveDependencies: other content has another size
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const place = () => {
      const { width, height } = element.getBoundingClientRect()
      const at = placeCard(
        anchor,
        { width, height },
        { width: window.innerWidth, height: window.innerHeight },
      )
      element.style.left = `${at.left}px`
      element.style.top = `${at.top}px`
    }
    place()
    const watch = new ResizeObserver(place)
    watch.observe(element)
    return () => watch.disconnect()
  }, [anchor, content])
  useEffect(() => {
    mark.setAttribute('aria-describedby', props.id)
    return () => mark.removeAttribute('aria-describedby')
  }, [mark, props.id])
  return (
    <div
      ref={box}
      id={props.id}
      className="hover-card"
      role="tooltip"
      onPointerEnter={props.onEnter}
      onPointerLeave={props.onLeave}
    >
      {content}
    </div>
  )
}

/** Holds the one card of the page. It stays while the pointer is on it and goes with Escape, a scroll or a click. */
export function HoverProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const id = useId()
  const close = useCallback(() => {
    clearTimeout(timer.current)
    setShown(null)
  }, [])
  const [hover] = useState<Hover>(() => ({
    show: (mark, anchor, content, afterMs) => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setShown({ mark, anchor, content: content() }), afterMs)
    },
    hide: () => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setShown(null), LEAVE_MS)
    },
  }))
  // Always, as a card that is about to be shown is not wanted either.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && close()
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [close])
  useEffect(() => {
    if (!shown) return
    window.addEventListener('scroll', close, { capture: true, passive: true })
    window.addEventListener('pointerdown', close, true)
    return () => {
      window.removeEventListener('scroll', close, true)
      window.removeEventListener('pointerdown', close, true)
    }
  }, [shown, close])
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <HoverContext value={hover}>
      {children}
      {shown?.mark.isConnected && (
        <Card shown={shown} id={id} onEnter={() => clearTimeout(timer.current)} onLeave={hover.hide} />
      )}
    </HoverContext>
  )
}

const pointAt = (event: PointerEvent): Anchor => ({
  left: event.clientX + GAP,
  right: event.clientX + GAP,
  top: event.clientY - GAP,
  bottom: event.clientY + GAP,
})

/**
 * Handlers that give a mark its card: after a short rest of the pointer, at once on focus by keyboard. `at: 'pointer'`
 * is for marks that are wide or slanted, where the box of the mark says little.
 * @example <a {...withCard(() => <Facts title={name} pairs={pairs} />)}>
 */
export function useHoverCard() {
  const hover = useContext(HoverContext)
  return useCallback(
    (content: () => ReactNode, at: 'mark' | 'pointer' = 'mark') => ({
      onPointerEnter: (event: PointerEvent) => {
        if (event.pointerType === 'touch') return
        const mark = event.currentTarget
        hover.show(mark, at === 'mark' ? mark.getBoundingClientRect() : pointAt(event), content, REST_MS)
      },
      onPointerLeave: hover.hide,
      onFocus: (event: FocusEvent) => {
        const mark = event.currentTarget
        if (mark.matches(':focus-visible')) hover.show(mark, mark.getBoundingClientRect(), content, 0)
      },
      onBlur: hover.hide,
    }),
    [hover],
  )
}

/** The few facts of a card: what it is, its numbers, a word about them. */
export function Facts(props: {
  title: ReactNode
  kind?: ReactNode
  pairs: readonly (readonly [ReactNode, ReactNode])[]
  note?: ReactNode
}) {
  return (
    <>
      {props.kind && <p className="kind">{props.kind}</p>}
      <p className="strong">{props.title}</p>
      <Pairs pairs={props.pairs} />
      {props.note && <p className="note">{props.note}</p>}
    </>
  )
}
