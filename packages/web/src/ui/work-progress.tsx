import type { ReactNode } from 'react'
import { useText } from '../i18n/text.tsx'
import { Progress } from './notices.tsx'

type Work = { state: string; done: number; total: number | null }

/**
 * How far long work is, with what can be done about it beside the bar: the words for its steps come from `noteOf`. Without
 * work at hand only what can be done is there.
 */
export function WorkProgress(props: {
  work: Work
  label: string
  noteOf: (counts: { done: string; total: string }) => string
  children?: ReactNode
}) {
  const { work, children } = props
  const { format } = useText()
  const total = work.total ?? 0
  return (
    <div className="work-progress">
      {work.state === 'running' && (
        <Progress
          label={props.label}
          value={work.done}
          total={total}
          note={props.noteOf({ done: format.whole(work.done), total: format.whole(total) })}
        />
      )}
      {children}
    </div>
  )
}
