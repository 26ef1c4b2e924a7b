import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Source } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { change, send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'

export function RenameDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const say = useToast()
  const [name, setName] = useState(source.name)
  const [error, setError] = useState<unknown>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await change(Source, `/sources/${encodeURIComponent(source.id)}`, { name })
      await client.invalidateQueries({ queryKey: ['sources'] })
      say(t('common.saved'))
      onClose()
    } catch (fault) {
      setError(fault)
    }
  }
  return (
    <Dialog title={t('sources.rename')} onClose={onClose}>
      <form className="form" onSubmit={(event) => void save(event)}>
        <TextInput
          label={t('sources.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          maxLength={120}
          data-autofocus
        />
        {error !== null && <ErrorNotice error={error} />}
        <div className="buttons end">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit">
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

export function DeleteSourceDialog({
  source,
  onClose,
  onGone,
}: {
  source: Source
  onClose: () => void
  onGone: () => void
}) {
  const { t, words } = useText()
  const client = useQueryClient()
  const say = useToast()
  const remove = async () => {
    try {
      await send('DELETE', `/sources/${encodeURIComponent(source.id)}`)
      await client.invalidateQueries({ queryKey: ['sources'], exact: true })
      say(t('sources.deleted', { name: source.name }))
      onGone()
    } catch (fault) {
      say(words(fault), 'bad')
    }
  }
  return (
    <ConfirmDialog
      title={t('sources.deleteTitle', { name: source.name })}
      verb={t('sources.delete')}
      onClose={onClose}
      onConfirm={remove}
    >
      {t('sources.deleteText')}
    </ConfirmDialog>
  )
}

/** Lets a source send, or refuses its events from now on. */
export function useToggleSource() {
  const { t, words } = useText()
  const client = useQueryClient()
  const say = useToast()
  return async (source: Source) => {
    try {
      await change(Source, `/sources/${encodeURIComponent(source.id)}`, { enabled: !source.enabled })
      await client.invalidateQueries({ queryKey: ['sources'] })
      say(t(source.enabled ? 'sources.nowOff' : 'sources.nowOn', { name: source.name }))
    } catch (fault) {
      say(words(fault), 'bad')
    }
  }
}
