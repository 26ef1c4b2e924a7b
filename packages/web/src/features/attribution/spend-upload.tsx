import type { SpendFileRead } from '@teia/contracts'
import { useRef, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { saveFile } from '../../lib/export.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'
import type { useSpendChanges } from './spend-queries.ts'

const FIRST_REFUSED = 5

/** What became of a file, with the lines that were refused and why. */
function Outcome({ read }: { read: SpendFileRead }) {
  const { t, told } = useText()
  const shown = read.refusals.slice(0, FIRST_REFUSED)
  return (
    <div role="status" className="spend-outcome">
      <p>{t('attribution.uploaded', { added: read.written, same: read.same })}</p>
      {read.refused > 0 && (
        <>
          <p className="bad-text">{t('attribution.refused', { n: read.refused })}</p>
          <ul className="note">
            {shown.map(({ line, fault, message }) => (
              <li key={line}>
                {t('attribution.line', { line })}: {told([fault], message)}
              </li>
            ))}
            {read.refused > shown.length && (
              <li>{t('attribution.refusedMore', { n: read.refused - shown.length })}</li>
            )}
          </ul>
        </>
      )}
    </div>
  )
}

/** A file of what was spent in, and out. */
export function SpendUpload(props: {
  changes: ReturnType<typeof useSpendChanges>
  mayWrite: boolean
  isSome: boolean
}) {
  const { t, words } = useText()
  const say = useToast()
  const input = useRef<HTMLInputElement>(null)
  const [read, setRead] = useState<SpendFileRead | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const { changes } = props
  const take = async (file: File) => {
    setBusy(true)
    setError(null)
    setRead(null)
    try {
      setRead(await changes.read(file))
    } catch (fault) {
      setError(fault)
    } finally {
      setBusy(false)
    }
  }
  const save = async () => {
    try {
      saveFile('teia-spend.csv', await changes.text())
    } catch (fault) {
      say(words(fault), 'bad')
    }
  }
  return (
    <>
      <div className="buttons">
        {props.mayWrite && (
          <Button kind="primary" busy={busy} onClick={() => input.current?.click()}>
            {t(busy ? 'attribution.uploading' : 'attribution.upload')}
          </Button>
        )}
        {props.isSome && (
          <Button icon="export" onClick={() => void save()}>
            {t('attribution.download')}
          </Button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        accept=".csv,.txt,text/csv"
        hidden
        aria-label={t('attribution.upload')}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          if (file) void take(file)
          event.currentTarget.value = ''
        }}
      />
      {read && <Outcome read={read} />}
      {error !== null && <ErrorNotice error={error} />}
    </>
  )
}
