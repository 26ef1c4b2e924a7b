import { TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { SavedMapping } from '@teia/contracts'
import { type FormEvent, useRef, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { put, send } from '../../lib/api.ts'
import { saveFile } from '../../lib/export.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'
import { savedMappingsQuery } from './import-queries.ts'
import { type MappingDraft, writeMapping } from './use-mapping.ts'

const pathOf = (name: string) => `/import-mappings/${encodeURIComponent(name)}`
const download = (name: string, text: string) =>
  saveFile(`${name}.yaml`, text, 'application/yaml;charset=utf-8')

/** Keeps the mapping under a name, for the next files of the same form. */
function SaveDialog({ state, onClose }: { state: MappingDraft; onClose: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const say = useToast()
  const { data } = useQuery(savedMappingsQuery)
  const [name, setName] = useState('')
  const [error, setError] = useState<unknown>(null)
  const isThere = data?.items.some((one) => one.name === name.trim()) ?? false
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await put(SavedMapping, pathOf(name.trim()), { body: state.mapping })
      await client.invalidateQueries({ queryKey: savedMappingsQuery.queryKey })
      say(t('common.saved'))
      onClose()
    } catch (fault) {
      setError(fault)
    }
  }
  return (
    <Dialog title={t('imports.saveAs')} onClose={onClose}>
      <form className="form" onSubmit={(event) => void save(event)}>
        <TextInput
          label={t('imports.mappingName')}
          description={t('imports.mappingNameHint')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          maxLength={100}
          pattern="[\p{L}\p{N}][\p{L}\p{N} ._\-]*"
          data-autofocus
        />
        {isThere && <p className="warn-text">{t('imports.replacesSaved')}</p>}
        {error !== null && <ErrorNotice error={error} />}
        <div className="buttons end">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" disabled={name.trim() === ''}>
            {t(isThere ? 'imports.replace' : 'common.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Saved mappings: use one here, take it away as YAML, or remove it. */
function ListDialog({ state, onClose }: { state: MappingDraft; onClose: () => void }) {
  const { t, format, words } = useText()
  const client = useQueryClient()
  const say = useToast()
  const [leaving, setLeaving] = useState<string | null>(null)
  const { data, error, refetch } = useQuery(savedMappingsQuery)
  const remove = async (name: string) => {
    try {
      await send('DELETE', pathOf(name))
      await client.invalidateQueries({ queryKey: savedMappingsQuery.queryKey })
      say(t('imports.mappingRemoved', { name }))
    } catch (fault) {
      say(words(fault), 'bad')
    } finally {
      setLeaving(null)
    }
  }
  return (
    <Dialog title={t('imports.savedMappings')} onClose={onClose} width={600}>
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={3} />
      ) : data.items.length === 0 ? (
        <EmptyState title={t('imports.noSaved')}>{t('imports.noSavedText')}</EmptyState>
      ) : (
        <ul className="rows">
          {data.items.map((one) => (
            <li key={one.name}>
              <span className="grow">
                <b>{one.name}</b> <span className="note">{format.dayYear(one.updatedAt)}</span>
              </span>
              {leaving === one.name ? (
                <>
                  <span className="quiet">{t('imports.sureRemove')}</span>
                  <Button kind="danger" onClick={() => void remove(one.name)}>
                    {t('common.remove')}
                  </Button>
                  <Button onClick={() => setLeaving(null)}>{t('common.cancel')}</Button>
                </>
              ) : (
                <>
                  <Button
                    onClick={() => {
                      state.setMapping(one.mapping)
                      onClose()
                    }}
                  >
                    {t('imports.useMapping')}
                  </Button>
                  <IconButton
                    icon="export"
                    label={t('imports.exportNamed', { name: one.name })}
                    onClick={() => download(one.name, writeMapping(one.mapping))}
                  />
                  <IconButton
                    icon="trash"
                    label={t('imports.removeNamed', { name: one.name })}
                    onClick={() => setLeaving(one.name)}
                  />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  )
}

/** What can be done with a mapping beside editing it: keep it, use a kept one, take it away and bring it back as YAML. */
export function SavedMappings({ state }: { state: MappingDraft }) {
  const { t } = useText()
  const [dialog, setDialog] = useState<'save' | 'list' | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const close = () => setDialog(null)
  return (
    <div className="actions">
      <Button kind="plain" onClick={() => setDialog('list')}>
        {t('imports.savedMappings')}
      </Button>
      <Button kind="plain" disabled={state.mapping === null} onClick={() => setDialog('save')}>
        {t('imports.saveAs')}
      </Button>
      <IconButton
        icon="export"
        label={t('imports.exportYaml')}
        onClick={() => download('teia-mapping', state.text)}
      />
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml,.json"
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) void file.text().then(state.setText)
          event.target.value = ''
        }}
      />
      <IconButton icon="up" label={t('imports.importYaml')} onClick={() => input.current?.click()} />
      {dialog === 'save' && <SaveDialog state={state} onClose={close} />}
      {dialog === 'list' && <ListDialog state={state} onClose={close} />}
    </div>
  )
}
