import { type KeyboardEvent, useId, useRef } from 'react'
import { useText } from '../i18n/text.tsx'
import { Icon } from './icons.tsx'

type Fault = { line: number; column?: number; message: string }

/** Puts the cursor at the beginning of a line and selects it. */
function selectLine(area: HTMLTextAreaElement, line: number): void {
  const before = area.value.split('\n').slice(0, line - 1)
  const from = before.reduce((length, one) => length + one.length + 1, 0)
  const end = area.value.indexOf('\n', from)
  area.focus()
  area.setSelectionRange(from, end < 0 ? area.value.length : end)
  area.scrollTop = Math.max(0, (line - 4) * lineHeight)
}
const lineHeight = 18

/** Text with line numbers, and under it what is wrong in which line; a click leads there. Tab leaves the field. */
export function CodeEditor({
  label,
  value,
  onChange,
  faults,
  rows = 20,
  readOnly = false,
}: {
  label: string
  value: string
  onChange: (value: string) => void
  faults: readonly Fault[]
  rows?: number
  readOnly?: boolean
}) {
  const { t } = useText()
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLDivElement>(null)
  const count = value.split('\n').length
  const wrong = new Set(faults.map((fault) => fault.line))
  const follow = () => {
    if (gutter.current && area.current) gutter.current.scrollTop = area.current.scrollTop
  }
  return (
    <div className="code-editor">
      <div className="code-box" style={{ height: rows * lineHeight + 14 }}>
        <div className="gutter" ref={gutter} aria-hidden="true">
          {Array.from({ length: count }, (_, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            <div key={line} className={wrong.has(line + 1) ? 'wrong' : undefined}>
              {line + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={area}
          aria-label={label}
          aria-invalid={faults.length > 0}
          aria-describedby={id}
          value={value}
          readOnly={readOnly}
          spellCheck={false}
          autoCapitalize="off"
          wrap="off"
          onScroll={follow}
          onKeyDown={indent}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
      <ul className="code-faults" id={id} aria-live="polite">
        {faults.slice(0, 8).map((fault) => (
          <li key={`${fault.line} ${fault.column ?? ''} ${fault.message}`}>
            <button
              type="button"
              className="as-link"
              onClick={() => area.current && selectLine(area.current, fault.line)}
            >
              <Icon name="bad" small />{' '}
              {fault.column === undefined
                ? t('sources.line', { n: fault.line })
                : t('sources.lineColumn', { line: fault.line, column: fault.column })}
            </button>{' '}
            {fault.message}
          </li>
        ))}
        {faults.length > 8 && <li className="note">{t('sources.moreFaults', { n: faults.length - 8 })}</li>}
      </ul>
    </div>
  )
}

/** Enter keeps the indent of the line. */
function indent(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const area = event.currentTarget
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || area.readOnly) return
  const line = area.value.slice(0, area.selectionStart).split('\n').at(-1) ?? ''
  const space = /^ */.exec(line)?.[0] ?? ''
  if (space === '') return
  event.preventDefault()
  area.setRangeText(`\n${space}`, area.selectionStart, area.selectionEnd, 'end')
  area.dispatchEvent(new Event('input', { bubbles: true }))
}
