import { useQueryClient } from '@tanstack/react-query'
import { CatalogueFileChanges } from '@teia/contracts'
import { useRef, useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { getText, put } from '../../lib/api.ts'
import { saveFile } from '../../lib/export.ts'
import { Button } from '../../ui/button.tsx'
import { useOpenMenu } from '../../ui/context-menu.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'

type Chosen = { name: string; content: string; changes: CatalogueFileChanges | null; error: unknown }
const type = 'application/yaml'

function ImportDialog({ chosen, onClose }: { chosen: Chosen; onClose: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const say = useToast()
  const [error, setError] = useState<unknown>(chosen.error)
  const [busy, setBusy] = useState(false)
  const { changes } = chosen
  const isSame =
    changes !== null &&
    !changes.isReordered &&
    [changes.added, changes.changed, changes.removed].every((names) => names.length === 0)
  const write = async () => {
    setBusy(true)
    try {
      await put(CatalogueFileChanges, '/touchpoints/file', { text: { content: chosen.content, type } })
      await client.invalidateQueries({ queryKey: ['touchpoints'] })
      say(t('touchpoints.imported'))
      onClose()
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('touchpoints.importTitle', { file: chosen.name })} onClose={onClose}>
      {changes && (
        <>
          <p className="quiet">
            {isSame
              ? t('touchpoints.nothingNew')
              : t('touchpoints.importText', {
                  added: changes.added.length,
                  changed: changes.changed.length,
                  removed: changes.removed.length,
                  order: t(changes.isReordered ? 'touchpoints.orderChanges' : 'touchpoints.orderStays'),
                })}
          </p>
          <ul className="diff">
            {changes.removed.map((name) => (
              <li key={name}>
                <del>{name}</del>
              </li>
            ))}
            {[...changes.added, ...changes.changed].map((name) => (
              <li key={name}>
                <ins>{name}</ins>
              </li>
            ))}
          </ul>
        </>
      )}
      {error !== null && <ErrorNotice error={error} />}
      <div className="buttons end">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        {changes && !isSame && (
          <Button kind="primary" busy={busy} onClick={() => void write()}>
            {t('touchpoints.importVerb')}
          </Button>
        )}
      </div>
    </Dialog>
  )
}

/** The catalogue out as YAML, and in again after a look at what it changes. */
export function FileMenu() {
  const { t, words } = useText()
  const may = useMay()
  const openMenu = useOpenMenu()
  const say = useToast()
  const input = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const save = async () => {
    try {
      saveFile('touchpoints.yaml', await getText('/touchpoints/file'), type)
    } catch (fault) {
      say(words(fault), 'bad')
    }
  }
  const choose = async (file: File) => {
    const content = await file.text()
    const base = { name: file.name, content }
    try {
      const changes = await put(CatalogueFileChanges, '/touchpoints/file', {
        query: { dryRun: 'true' },
        text: { content, type },
      })
      setChosen({ ...base, changes, error: null })
    } catch (error) {
      setChosen({ ...base, changes: null, error })
    }
  }
  return (
    <>
      <Button
        icon="export"
        aria-haspopup="menu"
        onClick={(event) =>
          openMenu(event.currentTarget, [
            { label: t('touchpoints.exportYaml'), icon: 'export', onSelect: () => void save() },
            ...(may('touchpoints:write')
              ? [
                  {
                    label: t('touchpoints.importYaml'),
                    icon: 'plus' as const,
                    onSelect: () => input.current?.click(),
                  },
                ]
              : []),
          ])
        }
      >
        {t('touchpoints.file')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml,.json"
        hidden
        aria-label={t('touchpoints.importYaml')}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          if (file) void choose(file)
          event.currentTarget.value = ''
        }}
      />
      {chosen && <ImportDialog chosen={chosen} onClose={() => setChosen(null)} />}
    </>
  )
}
