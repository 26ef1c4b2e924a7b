import { Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useText } from '../i18n/text.tsx'
import { Button } from './button.tsx'

/** A question or a form over the page. */
export function Dialog(props: { title: string; onClose: () => void; children: ReactNode; width?: number }) {
  const { t } = useText()
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      size={props.width ?? 440}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {props.children}
    </Modal>
  )
}

/** Asks before something that cannot be taken back. The verb is on the button. */
export function ConfirmDialog(props: {
  title: string
  children: ReactNode
  verb: string
  /** Of what can be taken back, or is no loss. */
  verbKind?: 'primary'
  onConfirm: () => Promise<unknown>
  onClose: () => void
}) {
  const { t } = useText()
  const [busy, setBusy] = useState(false)
  const confirm = async () => {
    setBusy(true)
    try {
      await props.onConfirm()
      props.onClose()
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <p className="quiet">{props.children}</p>
      <div className="buttons end">
        <Button onClick={props.onClose}>{t('common.cancel')}</Button>
        <Button kind={props.verbKind ?? 'danger'} busy={busy} onClick={() => void confirm()}>
          {props.verb}
        </Button>
      </div>
    </Dialog>
  )
}
