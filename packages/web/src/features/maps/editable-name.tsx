import { useEffect, useRef, useState } from 'react'
import { useMapTools } from './map-tools.ts'

/** Gives the focus back to the part whose text was written. */
const backTo = (element: Element | null) => element?.closest<HTMLElement>('[data-stop]')?.focus()

/** A text being written: Enter keeps it, Shift Enter begins a line, Escape leaves it as it was. */
export function TextBox(props: {
  value: string
  label?: string
  placeholder?: string
  mayBeEmpty?: boolean
  onDone: (text: string | null) => void
}) {
  const { value, onDone, mayBeEmpty = false } = props
  const box = useRef<HTMLTextAreaElement>(null)
  const isDone = useRef(false)
  useEffect(() => {
    box.current?.focus()
    box.current?.select()
  }, [])
  const done = (text: string | null) => {
    if (isDone.current) return
    isDone.current = true
    onDone(text)
  }
  const keep = () => {
    const text = box.current?.value.trim() ?? ''
    done(text === '' && !mayBeEmpty ? null : text)
  }
  return (
    <textarea
      ref={box}
      className="text-box"
      aria-label={props.label ?? value}
      defaultValue={value}
      placeholder={props.placeholder}
      rows={1}
      maxLength={mayBeEmpty ? 2000 : 120}
      onBlur={keep}
      onKeyDown={(event) => {
        event.stopPropagation()
        const keeps = event.key === 'Enter' && !event.shiftKey
        if (!keeps && event.key !== 'Escape') return
        event.preventDefault()
        const place = event.currentTarget.parentElement
        if (keeps) keep()
        else done(null)
        requestAnimationFrame(() => backTo(place))
      }}
    />
  )
}

/** A name of the drawing; while the map is edited it is written in place: by double click, Enter or F2. */
export function EditableName(props: {
  id: string
  value: string
  onChange: ((value: string) => void) | null
}) {
  const { id, value, onChange } = props
  const { isFresh } = useMapTools()
  const [isOpen, setOpen] = useState(() => onChange !== null && isFresh(id))
  const own = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const part = own.current?.closest('[data-part]')
    if (!part || !onChange) return
    const open = () => setOpen(true)
    part.addEventListener('teia-edit', open)
    return () => part.removeEventListener('teia-edit', open)
  }, [onChange])
  if (isOpen && onChange)
    return (
      <TextBox
        value={value}
        onDone={(text) => {
          setOpen(false)
          if (text !== null) onChange(text)
        }}
      />
    )
  return (
    <span ref={own} className="name">
      {value}
    </span>
  )
}
