import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Source } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { ask, change, send } from '../../lib/api.ts'
import { Button, Switch } from '../../ui/button.tsx'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { useCopy } from '../../ui/sql-dialog.tsx'
import { useToast } from '../../ui/toast.tsx'
import { type SnippetKind, snippet, snippetKinds, snippetNames } from './snippets.ts'

/** Five lines that connect a site, an app or a server, with the real key in them. */
export function Snippets({ source }: { source: Source }) {
  const { t } = useText()
  const copy = useCopy()
  const [kind, setKind] = useState<SnippetKind>(source.kind === 'server' ? 'node' : 'browser')
  const text = snippet(kind, source.writeKey, window.location.origin)
  return (
    <div>
      <Switch
        label={t('sources.howTo')}
        value={kind}
        options={snippetKinds.map((value) => ({ value, label: snippetNames[value] }))}
        onChange={setKind}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre className="code" tabIndex={0}>
        {text}
      </pre>
      <div className="buttons" style={{ marginTop: 8 }}>
        <Button icon="copy" onClick={() => void copy(text)}>
          {t('common.copy')}
        </Button>
        <Button kind="plain" icon="key" onClick={() => void copy(source.writeKey)}>
          {t('sources.copyKey')}
        </Button>
      </div>
    </div>
  )
}

const kinds = ['web', 'app', 'server', 'other'] as const

/** Makes a source; afterwards it shows how to send to it. */
export function NewSourceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<(typeof kinds)[number]>('web')
  const [made, setMade] = useState<Source | null>(null)
  const [error, setError] = useState<unknown>(null)
  const create = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    try {
      setMade(await ask(Source, '/sources', { name, kind }))
      await client.invalidateQueries({ queryKey: ['sources'] })
    } catch (fault) {
      setError(fault)
    }
  }
  if (made)
    return (
      <Dialog title={t('sources.connect', { name: made.name })} onClose={onClose} width={620}>
        <Snippets source={made} />
        <div className="buttons end">
          <Button kind="primary" onClick={onClose}>
            {t('sources.done')}
          </Button>
        </div>
      </Dialog>
    )
  return (
    <Dialog title={t('sources.new')} onClose={onClose}>
      <form className="form" onSubmit={(event) => void create(event)}>
        <TextInput
          label={t('sources.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          maxLength={120}
          data-autofocus
          placeholder={t('sources.namePlaceholder')}
        />
        <Switch
          label={t('sources.kind')}
          value={kind}
          options={kinds.map((value) => ({ value, label: t(`sources.kind_${value}`) }))}
          onChange={setKind}
        />
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
  const { t, maybe } = useText()
  const client = useQueryClient()
  const say = useToast()
  const remove = async () => {
    try {
      await send('DELETE', `/sources/${encodeURIComponent(source.id)}`)
      await client.invalidateQueries({ queryKey: ['sources'], exact: true })
      say(t('sources.deleted', { name: source.name }))
      onGone()
    } catch (fault) {
      say(maybe('errors.unexpected', String(fault)), 'bad')
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
  const { t } = useText()
  const client = useQueryClient()
  const say = useToast()
  return async (source: Source) => {
    try {
      await change(Source, `/sources/${encodeURIComponent(source.id)}`, { enabled: !source.enabled })
      await client.invalidateQueries({ queryKey: ['sources'] })
      say(t(source.enabled ? 'sources.nowOff' : 'sources.nowOn', { name: source.name }))
    } catch {
      say(t('errors.unexpected'), 'bad')
    }
  }
}
