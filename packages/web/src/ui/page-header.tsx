import type { ReactNode } from 'react'

/** Name of the page, one sentence that already answers, actions. The sentence holds the number, its n and interval. */
export function PageHeader({
  title,
  deck,
  crumbs,
  actions,
  avatar,
}: {
  title: ReactNode
  deck?: ReactNode
  crumbs?: ReactNode
  actions?: ReactNode
  avatar?: ReactNode
}) {
  return (
    <div className="page-head">
      <div className={avatar ? 'person-head' : undefined}>
        {avatar}
        <div>
          {crumbs && <p className="crumbs">{crumbs}</p>}
          <h1>{title}</h1>
          {deck && <p className="deck">{deck}</p>}
        </div>
      </div>
      {actions && <div className="actions">{actions}</div>}
    </div>
  )
}

/** A part of a page: a dark rule, a name, a note, actions. */
export function Section({
  title,
  note,
  actions,
  children,
  className = '',
}: {
  title: ReactNode
  note?: ReactNode
  actions?: ReactNode
  children: ReactNode
  className?: string
}) {
  return (
    <section className={`section ${className}`.trim()}>
      <div className="section-head">
        <h2>{title}</h2>
        <span className="note">{note}</span>
        {actions}
      </div>
      {children}
    </section>
  )
}
