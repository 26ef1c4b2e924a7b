import { TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Erasure, type PersonSummary } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { ask, get } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { Receipts } from './receipts.tsx'

/** What is going on, store by store, until it is done. */
function Progress({ begun }: { begun: Erasure }) {
  const { t } = useText()
  const navigate = useNavigate()
  const { data = begun, error } = useQuery({
    queryKey: ['erasures', begun.id],
    queryFn: ({ signal }) => get(Erasure, `/privacy/erasures/${begun.id}`, { signal }),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 500 : false),
    initialData: begun,
  })
  return (
    <>
      <p className="quiet" role="status">
        {t(data.state === 'running' ? 'privacy.running' : 'privacy.finished')}
      </p>
      <Receipts erasure={data} />
      {error && <ErrorNotice error={error} />}
      <div className="buttons end">
        <Button onClick={() => void navigate({ to: '/privacy' })}>{t('privacy.allErasures')}</Button>
        <Button kind="primary" onClick={() => void navigate({ to: '/people', search: {} })}>
          {t('privacy.toPeople')}
        </Button>
      </div>
    </>
  )
}

/** Asks before a person is erased from all stores; the name has to be typed, as nothing of it can be taken back. */
export function EraseDialog({ person, onClose }: { person: PersonSummary; onClose: () => void }) {
  const { t } = useText()
  const name = usePersonName()(person.name)
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [begun, setBegun] = useState<Erasure | null>(null)
  const erase = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      setBegun(await ask(Erasure, `/people/${encodeURIComponent(person.id)}/erase`, { reason }))
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('privacy.eraseWho', { name })} onClose={onClose} width={520}>
      {begun ? (
        <Progress begun={begun} />
      ) : (
        <form className="form" onSubmit={(event) => void erase(event)}>
          <p className="quiet">{t('privacy.eraseText')}</p>
          <TextInput
            label={t('privacy.reason')}
            description={t('privacy.reasonHelp')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
          />
          <TextInput
            label={t('privacy.typeName', { name })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
          />
          {error !== null && <ErrorNotice error={error} />}
          <div className="buttons end">
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button kind="danger" type="submit" busy={busy} disabled={typed.trim() !== name}>
              {t('privacy.erase')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
