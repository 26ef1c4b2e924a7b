import { type FormEvent, type ReactNode, useState } from 'react'
import { useText } from '../i18n/text.tsx'
import { Button } from './button.tsx'
import { ErrorNotice } from './notices.tsx'
import { useToast } from './toast.tsx'

/**
 * Fields that are kept by one button: says when they are, and what stood in the way. `locked`: only to be read. `verb` and
 * `said` stand for the usual words; `otherwise` is shown where it could not be kept.
 */
export function SaveForm(props: {
  className: string
  locked?: boolean
  /** Answers 'asked' when it put a question first: nothing is kept yet. */
  onSave: () => Promise<unknown>
  children: ReactNode
  verb?: string
  said?: string
  otherwise?: ReactNode
}) {
  const { className, locked = false, onSave } = props
  const { t } = useText()
  const say = useToast()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      if ((await onSave()) !== 'asked') say(props.said ?? t('common.saved'))
    } catch (fault) {
      setError(fault)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void save(event)}>
      <fieldset className={`bare ${className}`} disabled={locked}>
        {props.children}
        {error !== null && <ErrorNotice error={error} />}
        {!locked && (
          <div className="buttons">
            <Button kind="primary" type="submit" busy={busy}>
              {props.verb ?? t('common.save')}
            </Button>
          </div>
        )}
        {error !== null && props.otherwise}
      </fieldset>
    </form>
  )
}
