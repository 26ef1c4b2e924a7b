import type { LaneKind, MapCard } from '@teia/contracts'
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { useMapTools } from './map-tools.ts'
import { TouchpointField } from './touchpoint-field.tsx'

type Fields = Pick<MapCard, 'text' | 'by' | 'touchpoint' | 'image'>

/** An image is chosen as a file, or pasted. */
function ImageButton({ onImage }: { onImage: (id: string) => void }) {
  const { t } = useText()
  const { upload } = useMapTools()
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const take = async (file: File) => {
    setBusy(true)
    const id = await upload(file)
    setBusy(false)
    if (id !== null) onImage(id)
  }
  return (
    <>
      <Button kind="link" icon="plus" busy={busy} onClick={() => input.current?.click()}>
        {t('maps.chooseImage')}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        hidden
        aria-label={t('maps.chooseImage')}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          if (file) void take(file)
        }}
      />
    </>
  )
}

/** Writes a card in its place. Enter keeps it, Escape leaves it as it was; a card left empty goes. */
export function CardEditor(props: { card: MapCard; kind: LaneKind; onClose: () => void }) {
  const { card, kind, onClose } = props
  const { t } = useText()
  const { run, state, upload } = useMapTools()
  const [fields, setFields] = useState<Fields>(card)
  const box = useRef<HTMLDivElement>(null)
  const isDone = useRef(false)
  const done = (kept: Fields | null) => {
    if (isDone.current) return
    isDone.current = true
    const { text, by, touchpoint, image } = kept ?? card
    const isEmpty = text.trim() === '' && touchpoint === undefined && image === undefined
    if (isEmpty) run?.({ do: 'card.remove', state, id: card.id })
    else if (kept)
      run?.({
        do: 'card.change',
        state,
        id: card.id,
        change: { text: text.trim(), by: by?.trim() || undefined, touchpoint, image },
      })
    onClose()
  }
  const leave = (kept: Fields | null) => {
    const part = box.current?.closest<HTMLElement>('[data-part]')
    const cell = box.current?.closest<HTMLElement>('[data-cell]')
    done(kept)
    requestAnimationFrame(() => (part?.isConnected ? part : cell)?.focus())
  }
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') leave(null)
    else if (event.key === 'Enter' && !event.shiftKey && !(event.target instanceof HTMLButtonElement)) {
      event.preventDefault()
      leave(fields)
    }
  }
  const onPaste = async (event: ClipboardEvent) => {
    const file = [...event.clipboardData.files].find((one) => one.type.startsWith('image/'))
    if (!file) return
    event.preventDefault()
    const image = await upload(file)
    if (image !== null) setFields((was) => ({ ...was, image }))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and pastes of the fields within end up here
    <div
      ref={box}
      className="card-editor"
      onKeyDown={onKey}
      onPaste={(event) => void onPaste(event)}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) done(fields)
      }}
    >
      {kind === 'touchpoints' ? (
        <TouchpointField
          value={fields.touchpoint}
          text={fields.text}
          onChange={(change) => setFields({ ...fields, ...change })}
          onPick={(change) => leave({ ...fields, ...change })}
        />
      ) : (
        <textarea
          className="text-box"
          // biome-ignore lint/a11y/noAutofocus: it was just asked for
          autoFocus
          rows={2}
          maxLength={2000}
          aria-label={t('maps.cardText')}
          value={fields.text}
          onChange={(event) => setFields({ ...fields, text: event.target.value })}
        />
      )}
      {kind === 'quotes' && (
        <input
          className="text-box"
          aria-label={t('maps.cardBy')}
          placeholder={t('maps.cardBy')}
          maxLength={120}
          value={fields.by ?? ''}
          onChange={(event) => setFields({ ...fields, by: event.target.value })}
        />
      )}
      {kind === 'images' && <ImageButton onImage={(image) => setFields({ ...fields, image })} />}
    </div>
  )
}
