import type { Person } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { getFile } from '../../lib/api.ts'
import { saveFile } from '../../lib/export.ts'
import { Button } from '../../ui/button.tsx'
import { useToast } from '../../ui/toast.tsx'
import { EraseDialog } from '../privacy/erase-dialog.tsx'

/** What can be done with a person as a whole: everything as one file, or nothing of it any more. */
export function PersonActions({ person }: { person: Person }) {
  const { t, words } = useText()
  const may = useMay()
  const say = useToast()
  const [erases, setErases] = useState(false)
  const [busy, setBusy] = useState(false)
  const exportAll = async () => {
    setBusy(true)
    try {
      saveFile(`person-${person.id}.json`, await getFile(`/people/${encodeURIComponent(person.id)}/export`))
    } catch (error) {
      say(words(error), 'bad')
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button icon="export" busy={busy} onClick={() => void exportAll()}>
        {t('privacy.exportPerson')}
      </Button>
      {may('people:erase') && <Button onClick={() => setErases(true)}>{t('privacy.eraseMore')}</Button>}
      {erases && <EraseDialog person={person} onClose={() => setErases(false)} />}
    </>
  )
}
