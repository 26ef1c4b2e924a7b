import { type Cell, toCsv } from '@teia/contracts'
import { Fragment, type KeyboardEvent, type ReactNode, useState } from 'react'
import { useText } from '../i18n/text.tsx'
import { saveFile } from '../lib/export.ts'
import { Button } from './button.tsx'
import { type Action, useMenu } from './context-menu.tsx'
import { useHoverCard } from './hover-card.tsx'

/** A column. `value` is what is sorted and exported; without it the column is only shown. */
export type Column<Row> = {
  id: string
  header: ReactNode
  /** The head in words, when `header` is not text. */
  name?: string
  num?: boolean
  cell: (row: Row) => ReactNode
  value?: (row: Row) => Cell
  sortable?: boolean
}

export type Sort = { id: string; down: boolean }

/** `share.down` in an address and back. */
export const writeSort = (sort: Sort) => `${sort.id}.${sort.down ? 'down' : 'up'}`
export function readSort(text: string | undefined, fallback: Sort): Sort {
  const match = /^(.+)\.(up|down)$/.exec(text ?? '')
  return match?.[1] ? { id: match[1], down: match[2] === 'down' } : fallback
}

/** Sorts by a column without touching the given rows; empty cells go last either way. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort,
  language: string,
): Row[] {
  const value = columns.find((column) => column.id === sort.id)?.value
  if (!value) return [...rows]
  const collator = new Intl.Collator(language, { numeric: true })
  const empty = (cell: Cell) => cell === null || cell === undefined
  return [...rows].sort((a, b) => {
    const x = value(a)
    const y = value(b)
    if (empty(x) || empty(y)) return Number(empty(x)) - Number(empty(y))
    const order =
      typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y))
    return sort.down ? -order : order
  })
}

function moveFocus(event: KeyboardEvent<HTMLTableRowElement>): void {
  const side = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' } as const
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  let to = event.currentTarget[side[event.key]]
  // Heads of groups lie between the rows.
  while (to instanceof HTMLElement && to.tabIndex < 0) to = to[side[event.key]]
  if (!(to instanceof HTMLElement)) return
  event.preventDefault()
  to.focus()
}

type Selection = { chosen: ReadonlySet<string>; onChange: (chosen: ReadonlySet<string>) => void }

type Props<Row> = {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  sort?: Sort
  onSort?: (sort: Sort) => void
  selected?: string | undefined
  onOpen?: (row: Row) => void
  actions?: (row: Row) => readonly Action[]
  /** What a key does with the row that has the focus, besides what every table knows. */
  onKey?: (row: Row, key: string) => boolean
  /** Names the group of a row; equal names that follow each other stand under one head, as long as nothing is sorted by hand. */
  group?: (row: Row) => string
  rowClass?: (row: Row) => string | undefined
  /** What the card of a row tells: on its first cell by pointer, on the row by keyboard. */
  card?: (row: Row) => ReactNode
  selection?: Selection
  csvName?: string
  /** Shows only so many rows until all are asked for. */
  first?: number
  foot?: ReactNode
  /** What stands under a column in a last row, that of all rows together. */
  total?: (column: Column<Row>) => ReactNode
  nameOf?: (row: Row) => string
}

function Head<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>
  sort: Sort
  onSort: (sort: Sort) => void
}) {
  const here = sort.id === column.id
  const className = column.num ? 'num' : undefined
  if (!column.value || column.sortable === false) return <th className={className}>{column.header}</th>
  return (
    <th className={className} aria-sort={here ? (sort.down ? 'descending' : 'ascending') : undefined}>
      <button
        type="button"
        className={here ? 'sort' : 'sort quiet'}
        onClick={() => onSort({ id: column.id, down: here ? !sort.down : column.num === true })}
      >
        {column.header}
        <span aria-hidden="true">{here ? (sort.down ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  )
}

/** Rows with sorting, opening, a menu on each, selection and CSV. Scrolls inside its own box. */
export function DataTable<Row>(props: Props<Row>) {
  const { columns, rows, keyOf, selection, onOpen, actions } = props
  const { t, language } = useText()
  const withMenu = useMenu()
  const withCard = useHoverCard()
  const [own, setOwn] = useState<Sort>({ id: '', down: false })
  const sort = props.sort ?? own
  const sorted = sort.id === '' ? rows : sortRows(rows, columns, sort, language)
  const [whole, setWhole] = useState(false)
  const shown = props.first === undefined || whole ? sorted : sorted.slice(0, props.first)
  const exported = columns.filter((column) => column.value)
  const saveCsv = () =>
    saveFile(
      `${props.csvName}.csv`,
      toCsv(
        exported.map(
          (column) => column.name ?? (typeof column.header === 'string' ? column.header : column.id),
        ),
        sorted.map((row) => exported.map((column) => column.value?.(row))),
      ),
    )
  const toggle = (key: string) => {
    if (!selection) return
    const chosen = new Set(selection.chosen)
    if (!chosen.delete(key)) chosen.add(key)
    selection.onChange(chosen)
  }
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; this box scrolls a table */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <div className="scroll" role="group" tabIndex={0} aria-label={props.label}>
        <table className={onOpen ? 'rows-open' : undefined}>
          <thead>
            <tr>
              {selection && (
                <th className="check-cell">
                  <input
                    type="checkbox"
                    aria-label={t('common.selectAll')}
                    checked={rows.length > 0 && selection.chosen.size === rows.length}
                    onChange={(event) =>
                      selection.onChange(new Set(event.target.checked ? rows.map(keyOf) : []))
                    }
                  />
                </th>
              )}
              {columns.map((column) => (
                <Head key={column.id} column={column} sort={sort} onSort={props.onSort ?? setOwn} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, at) => {
              const key = keyOf(row)
              const group = sort.id === '' ? props.group?.(row) : undefined
              const previous = shown[at - 1]
              const isNew = group !== undefined && (!previous || props.group?.(previous) !== group)
              const menu = actions ? withMenu(() => actions(row)) : null
              const card = props.card && withCard(() => props.card?.(row))
              return (
                <Fragment key={key}>
                  {isNew && (
                    <tr className="group-row">
                      <th colSpan={columns.length + (selection ? 1 : 0)} scope="rowgroup">
                        {group}
                      </th>
                    </tr>
                  )}
                  <tr
                    className={props.rowClass?.(row)}
                    tabIndex={onOpen || actions ? 0 : undefined}
                    aria-selected={props.selected === key || selection?.chosen.has(key) || undefined}
                    onClick={(event) => {
                      if (!(event.target as HTMLElement).closest('a, button, input')) onOpen?.(row)
                    }}
                    onContextMenu={menu?.onContextMenu}
                    onFocus={(event) => event.target === event.currentTarget && card?.onFocus(event)}
                    onBlur={card?.onBlur}
                    onKeyDown={(event) => {
                      if (event.target !== event.currentTarget) return
                      if (props.onKey?.(row, event.key)) return event.preventDefault()
                      menu?.onMenuKey(event)
                      if (event.key === 'Enter') onOpen?.(row)
                      if (event.key === ' ' && selection) {
                        event.preventDefault()
                        toggle(key)
                      }
                      moveFocus(event)
                    }}
                  >
                    {selection && (
                      <td className="check-cell">
                        <input
                          type="checkbox"
                          aria-label={t('common.selectRow', { name: props.nameOf?.(row) ?? key })}
                          checked={selection.chosen.has(key)}
                          onChange={() => toggle(key)}
                        />
                      </td>
                    )}
                    {columns.map((column, index) => (
                      <td
                        key={column.id}
                        className={column.num ? 'num' : undefined}
                        onPointerEnter={index === 0 ? card?.onPointerEnter : undefined}
                        onPointerLeave={index === 0 ? card?.onPointerLeave : undefined}
                      >
                        {column.cell(row)}
                      </td>
                    ))}
                  </tr>
                </Fragment>
              )
            })}
          </tbody>
          {props.total && (
            <tfoot>
              <tr>
                {selection && <td />}
                {columns.map((column) => (
                  <td key={column.id} className={column.num ? 'num' : undefined}>
                    {props.total?.(column)}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      {shown.length < sorted.length && (
        <div className="table-foot">
          <Button kind="link" onClick={() => setWhole(true)}>
            {t('common.showAll', { n: sorted.length })}
          </Button>
        </div>
      )}
      {(props.csvName || props.foot) && (
        <div className="table-foot">
          <span className="grow">{props.foot}</span>
          {props.csvName && rows.length > 0 && (
            <Button kind="plain" icon="export" onClick={saveCsv}>
              CSV
            </Button>
          )}
        </div>
      )}
    </>
  )
}
