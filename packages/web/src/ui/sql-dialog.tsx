import type { AnswerMeta } from '@teia/contracts'
import { useText } from '../i18n/text.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { useCopy } from './use-copy.ts'

/** The statement behind an answer, and what it cost. */
export function SqlDialog({ meta, onClose }: { meta: AnswerMeta; onClose: () => void }) {
  const { t, format } = useText()
  const copy = useCopy()
  return (
    <Dialog title="SQL" onClose={onClose} width={760}>
      <p className="note">
        {t('common.answerCost', { ms: format.whole(meta.elapsedMs), rows: format.whole(meta.rowsRead) })}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre className="code" tabIndex={0}>
        {meta.sql}
      </pre>
      <div className="buttons end">
        <Button icon="copy" onClick={() => void copy(meta.sql)}>
          {t('common.copy')}
        </Button>
      </div>
    </Dialog>
  )
}
