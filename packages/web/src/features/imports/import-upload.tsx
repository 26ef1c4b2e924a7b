import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ImportCreated } from '@teia/contracts'
import { type DragEvent, useRef, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { upload } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { importsQuery } from './import-queries.ts'

/** Takes files by choosing or dropping, and goes on to the draft that they become. */
export function ImportUpload() {
  const { t } = useText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)

  async function send(files: readonly File[]) {
    if (files.length === 0 || isSending) return
    setSending(true)
    setError(null)
    const form = new FormData()
    for (const file of files) form.append('file', file)
    try {
      const { id } = await upload(ImportCreated, '/imports', form)
      await navigate({ to: '/imports/$importId', params: { importId: id } })
    } catch (fault) {
      setError(fault)
    } finally {
      setSending(false)
      await queries.invalidateQueries({ queryKey: importsQuery.queryKey })
    }
  }
  function drop(event: DragEvent) {
    event.preventDefault()
    void send([...event.dataTransfer.files])
  }
  return (
    <section
      className="below-head"
      aria-label={t('imports.choose')}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => void send([...(event.target.files ?? [])])}
      />
      <div className="buttons">
        <Button kind="primary" icon="plus" busy={isSending} onClick={() => input.current?.click()}>
          {t(isSending ? 'imports.sending' : 'imports.choose')}
        </Button>
        <span className="quiet">{t('imports.drop')}</span>
      </div>
      {error !== null && <ErrorNotice error={error} />}
    </section>
  )
}
