import type { ReactNode } from 'react'
import { useText } from '../i18n/text.tsx'
import { IconButton } from './button.tsx'

/** What is selected, in the words of its kind: numbers, then sections in a fixed order, actions at the end. */
export function SidePanel(props: {
  kind: ReactNode
  title: ReactNode
  label: string
  onClose: () => void
  children: ReactNode
}) {
  const { t } = useText()
  return (
    <aside className="panel" aria-label={props.label}>
      <div className="panel-head">
        <div>
          <p className="kind">{props.kind}</p>
          <h2>{props.title}</h2>
        </div>
        <IconButton icon="close" label={t('common.close')} onClick={props.onClose} />
      </div>
      {props.children}
    </aside>
  )
}

/** One section of a panel. */
export function PanelSection({
  title,
  note,
  children,
}: {
  title: ReactNode
  note?: ReactNode
  children: ReactNode
}) {
  return (
    <section>
      <h3>
        {title}
        {note && <span className="note">{note}</span>}
      </h3>
      {children}
    </section>
  )
}

/** Names and values in two columns. */
export function Pairs({ pairs }: { pairs: readonly (readonly [ReactNode, ReactNode])[] }) {
  return (
    <dl className="pairs">
      {pairs.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pairs of one thing keep their order
        <div key={index} className="pair-line">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
