import type { RetentionAnswer, RetentionCohort, RetentionQuestion } from '@teia/contracts'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { type Action, useMenu } from '../../ui/context-menu.tsx'
import { FEW } from '../../ui/whisker.tsx'
import type { Cell } from './retention-search.ts'
import { useCohortName } from './use-retention.ts'

type Row = {
  cohort: string | undefined
  name: string
  people: number
  returned: (number | null)[]
  of: number[]
}

const shades = 4
/** Steps of one scale, from few to as many as there are anywhere. */
const shadeOf = (share: number, most: number) => Math.min(shades, 1 + Math.floor((share / most) * shades))

function rowsOf(answer: RetentionAnswer, nameOf: (start: string) => string, all: string): Row[] {
  const cohorts = answer.cohorts.filter((one) => one.people > 0)
  return [
    {
      cohort: undefined,
      name: all,
      people: answer.people,
      returned: answer.curve.map((one) => one?.returned ?? null),
      of: answer.curve.map((one) => one?.of ?? 0),
    },
    ...cohorts.map(({ start, people, returned, of }: RetentionCohort) => ({
      cohort: start,
      name: nameOf(start),
      people,
      returned,
      of,
    })),
  ]
}

/** Arrow keys walk over the cells; the grid is one stop of the tab key. */
function walk(event: KeyboardEvent<HTMLTableElement>): void {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
  const at = (event.target as HTMLElement).dataset.cell?.split(' ').map(Number)
  if (!step || !at) return
  event.preventDefault()
  const [row, column] = [(at[0] ?? 0) + (step[0] ?? 0), (at[1] ?? 0) + (step[1] ?? 0)]
  event.currentTarget.querySelector<HTMLElement>(`[data-cell="${row} ${column}"]`)?.focus()
}

/** Cohorts against periods, each cell shaded by the share that came back. */
export function RetentionGrid(props: {
  answer: RetentionAnswer
  question: RetentionQuestion
  selected: Cell | undefined
  onOpen: (cell: Cell) => void
  actions: (cell: Cell) => readonly Action[]
}) {
  const { t, format } = useText()
  const { answer, question, selected, onOpen } = props
  const withMenu = useMenu()
  const cohortName = useCohortName(question.period)
  const [stop, setStop] = useState('0 0')
  const table = useRef<HTMLTableElement>(null)
  const rows = rowsOf(answer, cohortName, t('retention.all'))
  const shares = rows.flatMap((row) => row.returned.map((n, at) => (n === null ? 0 : n / (row.of[at] || 1))))
  const most = Math.max(0.01, ...shares)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; this box scrolls a table
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div className="scroll" role="group" tabIndex={0} aria-label={t('retention.grid')}>
      <table ref={table} className="heat" onKeyDown={walk}>
        <thead>
          <tr>
            <th>{t('retention.cohort')}</th>
            <th className="num">{t('shell.people')}</th>
            {answer.curve.map((_, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its period
              <th key={at} className="num" title={t(`retention.period_${question.period}`, { n: at })}>
                {at}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            <tr key={row.cohort ?? 'all'} className={row.cohort === undefined ? 'all' : undefined}>
              <th scope="row">{row.name}</th>
              <td className="num">{format.whole(row.people)}</td>
              {row.returned.map((n, at) => {
                const key = `${line} ${at}`
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its period
                if (n === null) return <td key={at} className="unripe" title={t('retention.unripe')} />
                const of = row.of[at] ?? 0
                const share = of === 0 ? 0 : n / of
                const cell: Cell = { ...(row.cohort ? { cohort: row.cohort } : {}), at, part: 'returned' }
                const menu = withMenu(() => props.actions(cell))
                const spoken = t('retention.cellSpoken', {
                  cohort: row.name,
                  period: t(`retention.period_${question.period}`, { n: at }),
                  n,
                  of,
                  share: format.percent(share),
                })
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its period
                  <td key={at}>
                    <button
                      type="button"
                      data-cell={key}
                      tabIndex={key === stop ? 0 : -1}
                      className={`shade-${n === 0 ? 0 : shadeOf(share, most)}${of < FEW ? ' few' : ''}`}
                      aria-label={spoken}
                      aria-pressed={selected?.cohort === row.cohort && selected?.at === at}
                      title={spoken}
                      onFocus={() => setStop(key)}
                      onClick={() => onOpen(cell)}
                      onContextMenu={menu.onContextMenu}
                      onKeyDown={menu.onMenuKey}
                    >
                      {format.whole(share * 100)}
                    </button>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
