import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Source, sourceKinds } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { SnippetBox } from './snippet-box.tsx'
import { isWebhook } from './source-kinds.ts'

function KindChoice({
  value,
  onChange,
}: {
  value: Source['kind']
  onChange: (kind: Source['kind']) => void
}) {
  const { t } = useText()
  return (
    <fieldset className="bare">
      <legend>{t('sources.kind')}</legend>
      <div className="kinds">
        {sourceKinds.map((kind) => (
          <label key={kind}>
            <input
              type="radio"
              name="kind"
              value={kind}
              checked={kind === value}
              onChange={() => onChange(kind)}
            />
            <b>{t(`sources.kind_${kind}`)}</b>
            <span className="hint">{t(`sources.for_${kind}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Makes a source of any kind; afterwards it shows how to send to it, or opens the set-up of a webhook. */
export function NewSourceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<Source['kind']>('web')
  const [made, setMade] = useState<Source | null>(null)
  const [error, setError] = useState<unknown>(null)
  const create = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    try {
      const source = await ask(Source, '/sources', { name, kind })
      await client.invalidateQueries({ queryKey: ['sources'] })
      if (!isWebhook(kind)) return setMade(source)
      onClose()
      await navigate({ to: '/sources/$sourceId', params: { sourceId: source.id }, search: { tab: 'setup' } })
    } catch (fault) {
      setError(fault)
    }
  }
  if (made)
    return (
      <Dialog title={t('sources.connect', { name: made.name })} onClose={onClose} width={620}>
        <SnippetBox source={made} />
        <div className="buttons end">
          <Button kind="primary" onClick={onClose}>
            {t('sources.done')}
          </Button>
        </div>
      </Dialog>
    )
  return (
    <Dialog title={t('sources.new')} onClose={onClose} width={640}>
      <form className="stack" onSubmit={(event) => void create(event)}>
        <TextInput
          label={t('sources.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          maxLength={120}
          data-autofocus
          placeholder={t('sources.namePlaceholder')}
        />
        <KindChoice value={kind} onChange={setKind} />
        {error !== null && <ErrorNotice error={error} />}
        <div className="buttons end">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" disabled={name.trim() === ''}>
            {t('sources.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
