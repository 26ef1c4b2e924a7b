import { Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { segmentsQuery } from '../../lib/segments.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'
import { usePutOnList } from './use-put-on-list.ts'

const fresh = 'new'

/** Asks for a list, one that is there or a new one, and puts people on it. */
export function PutOnList(props: {
  /** How many they are. */
  n: number
  read: Parameters<typeof usePutOnList>[0]
  onClose: () => void
}) {
  const { t } = useText()
  const say = useToast()
  const navigate = useNavigate()
  const { n, read, onClose } = props
  const { data } = useQuery(segmentsQuery)
  const lists = (data?.items ?? []).filter(({ kind }) => kind === 'list')
  const [chosen, setChosen] = useState(fresh)
  const [name, setName] = useState('')
  const [error, setError] = useState<unknown>(null)
  const { put, known, stop } = usePutOnList(read)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    try {
      const { id, added } = await put(chosen === fresh ? { name } : { list: chosen })
      say(t('segments.listed', { n: added }))
      onClose()
      void navigate({ to: '/segments/$segmentId', params: { segmentId: id } })
    } catch (fault) {
      if (!(fault instanceof DOMException && fault.name === 'AbortError')) setError(fault)
    }
  }
  return (
    <Dialog title={t('segments.putTitle', { n })} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <Select
          label={t('segments.list')}
          value={chosen}
          allowDeselect={false}
          data={[
            { value: fresh, label: t('segments.newList') },
            ...lists.map((one) => ({ value: one.id, label: one.name })),
          ]}
          onChange={(value) => setChosen(value ?? fresh)}
        />
        {chosen === fresh && (
          <TextInput
            label={t('segments.name')}
            value={name}
            maxLength={120}
            required
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        {error !== null && <ErrorNotice error={error} />}
        <div className="buttons end">
          {known !== null && (
            <span className="grow" role="status">
              {t('segments.putRead', { n: known })}
            </span>
          )}
          <Button onClick={known === null ? onClose : stop}>{t('common.cancel')}</Button>
          <Button
            kind="primary"
            type="submit"
            busy={known !== null}
            disabled={chosen === fresh && name.trim() === ''}
          >
            {t('segments.put')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
