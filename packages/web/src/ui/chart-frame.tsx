import type { AnswerMeta } from '@teia/contracts'
import { type ReactNode, useState } from 'react'
import { useText } from '../i18n/text.tsx'
import { IconButton } from './button.tsx'
import { type Action, useOpenMenu } from './context-menu.tsx'
import { SqlDialog } from './lazy-sql-dialog.tsx'
import { useCopy } from './use-copy.ts'

export type Exports = {
  csv: () => void
  svg?: (() => void) | undefined
  png?: (() => void) | undefined
  /** Forms that only one chart has. */
  more?: readonly Action[]
}

/** The same four actions on every chart: as table, SQL, export, copy link. */
export function ChartActions(props: {
  table?: { shown: boolean; onToggle: () => void }
  meta?: AnswerMeta | undefined
  exports?: Exports
}) {
  const { t } = useText()
  const openMenu = useOpenMenu()
  const copy = useCopy()
  const [sql, setSql] = useState(false)
  const { table, meta, exports } = props
  return (
    <div className="actions">
      {table && (
        <IconButton
          icon={table.shown ? 'chart' : 'table'}
          label={t(table.shown ? 'common.asChart' : 'common.asTable')}
          aria-pressed={table.shown}
          onClick={table.onToggle}
        />
      )}
      {meta && <IconButton icon="code" label={t('common.showSql')} onClick={() => setSql(true)} />}
      {exports && (
        <IconButton
          icon="export"
          label={t('common.export')}
          onClick={(event) =>
            openMenu(event.currentTarget, [
              { label: 'CSV', icon: 'table', onSelect: exports.csv },
              ...(exports.svg ? [{ label: 'SVG', icon: 'chart' as const, onSelect: exports.svg }] : []),
              ...(exports.png ? [{ label: 'PNG', icon: 'chart' as const, onSelect: exports.png }] : []),
              ...(exports.more ?? []),
            ])
          }
        />
      )}
      <IconButton icon="link" label={t('common.copyLink')} onClick={() => void copy(window.location.href)} />
      {sql && meta && <SqlDialog meta={meta} onClose={() => setSql(false)} />}
    </div>
  )
}

/** A chart with its title, what is drawn, and its actions. */
export function ChartFrame(props: {
  title: ReactNode
  note?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <figure className="section chart-frame">
      <div className="section-head">
        <h2>{props.title}</h2>
        <span className="note">{props.note}</span>
        {props.actions}
      </div>
      {props.children}
    </figure>
  )
}
