import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

/** Names an event that is to come, so that its schema can be written before it is sent. */
export function NewPlanEventDialog({
  onNamed,
  onClose,
}: {
  onNamed: (event: string) => void
  onClose: () => void
}) {
  const { t } = useText()
  const [name, setName] = useState('')
  return (
    <Dialog title={t('plan.addEvent')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          onNamed(name.trim())
        }}
      >
        <TextInput
          label={t('people.event')}
          description={t('plan.addHint')}
          placeholder="Order Completed"
          required
          maxLength={200}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="buttons end">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" disabled={name.trim() === ''}>
            {t('plan.writeSchema')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
