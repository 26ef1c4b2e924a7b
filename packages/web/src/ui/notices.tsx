import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { detailOf } from '../i18n/problem-words.ts'
import { useText } from '../i18n/text.tsx'
import { ApiError } from '../lib/api.ts'
import { Button } from './button.tsx'
import { Icon } from './icons.tsx'

/** Few need it, so it is no part of the first page. */
const AdviceList = lazy(() => import('./advice-list.tsx').then((module) => ({ default: module.AdviceList })))

/** Nothing here yet: what this is, and one action to begin. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string
  children: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="empty">
      <h3>{title}</h3>
      <p>{children}</p>
      {action}
    </div>
  )
}

/** True once `delayMs` have passed; quick answers then never flash a skeleton. */
export function useAfter(delayMs: number): boolean {
  const [passed, setPassed] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), delayMs)
    return () => clearTimeout(timer)
  }, [delayMs])
  return passed
}

/** Grey bones in the shape of what comes, after 150 ms; the height is kept from the start. */
export function Skeleton({
  rows = 6,
  height = 32,
  label,
}: {
  rows?: number
  height?: number
  label?: string
}) {
  const shown = useAfter(150)
  const { t } = useText()
  return (
    <div className="bones" aria-busy="true" style={{ minHeight: rows * height }}>
      <span className="visually-hidden" role="status">
        {label ?? t('common.loading')}
      </span>
      {shown &&
        Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: bones have no identity
          <div className="bone-row" key={row} style={{ height }}>
            <div className="bone" style={{ width: `${38 - ((row * 7) % 17)}%` }} />
            <div className="bone" style={{ width: `${14 + ((row * 5) % 9)}%` }} />
            <div className="bone" style={{ width: '12%' }} />
          </div>
        ))}
    </div>
  )
}

/** What happened, what to do, and the code to quote. */
export function ErrorNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const text = useText()
  const { t, told, title } = text
  const api = error instanceof ApiError ? error : null
  const code = api?.code ?? 'unexpected'
  const detail = api && api.code !== 'unreadable' && api.status !== 0 ? detailOf(api, text) : null
  const help =
    api?.status === 403
      ? t('errors.helpForbidden')
      : code === 'network'
        ? t('errors.helpNetwork')
        : t('errors.help')
  return (
    <div className="notice bad" role="alert">
      <span className="bad-text">
        <Icon name="bad" />
      </span>
      <div>
        <p className="strong">{title(error)}</p>
        {detail !== null && <p className="quiet">{detail}</p>}
        {api?.issues.map((issue) => (
          <p className="note" key={issue.path + issue.message}>
            <span className="mono">{issue.path}</span> {told(issue.fault && [issue.fault], issue.message)}
          </p>
        ))}
        {api && api.advice.length > 0 ? (
          <Suspense>
            <AdviceList advice={api.advice} />
          </Suspense>
        ) : (
          <p className="quiet">{help}</p>
        )}
        {onRetry && (
          <div className="buttons" style={{ marginTop: 8 }}>
            <Button onClick={onRetry}>{t('common.retry')}</Button>
          </div>
        )}
        <p className="note" style={{ marginTop: 6 }}>
          <span className="mono">
            {code}
            {api && api.status > 0 ? ` · ${api.status}` : ''}
          </span>
        </p>
      </div>
    </div>
  )
}

/** How far long work is: share, rate and time left in words beside the bar. */
export function Progress({
  label,
  value,
  total,
  note,
}: {
  label: ReactNode
  value: number
  total: number
  note?: ReactNode
}) {
  const share = total > 0 ? Math.min(1, value / total) : 0
  return (
    <div className="progress">
      <div className="line">
        <b>{label}</b>
        <span className="note">{note}</span>
      </div>
      <div
        className="track"
        role="progressbar"
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-label={typeof label === 'string' ? label : undefined}
      >
        <i style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  )
}
