import type { LaneKind, MapCard } from '@teia/contracts'
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { useMapTools } from './map-tools.ts'
import { TouchpointField } from './touchpoint-field.tsx'

type Fields = Pick<MapCard, 'text' | 'by' | 'touchpoint' | 'image'>

/** An image is chosen as a file, or pasted. */
function ImageButton(props: { isBusy: boolean; onFile: (file: File) => void }) {
  const { t } = useText()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button kind="link" icon="plus" busy={props.isBusy} onClick={() => input.current?.click()}>
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
          if (file) props.onFile(file)
        }}
      />
    </>
  )
}

const isEmpty = ({ text, touchpoint, image }: Fields) =>
  text.trim() === '' && touchpoint === undefined && image === undefined

/** Keeps what a card was given; an image that is on its way when the card is left comes into it once it is there. */
function useCardKeeping(card: MapCard) {
  const { run, state, upload } = useMapTools()
  const [fields, setFields] = useState<Fields>(card)
  const [uploads, setUploads] = useState(0)
  const underWay = useRef(0)
  const left = useRef<{ kept: Fields | null } | null>(null)
  const keep = (kept: Fields) => {
    if (isEmpty(kept)) return run?.({ do: 'card.remove', state, id: card.id })
    const { text, by, touchpoint, image } = kept
    const change = { text: text.trim(), by: by?.trim() || undefined, touchpoint, image }
    run?.({ do: 'card.change', state, id: card.id, change })
  }
  const count = (n: 1 | -1) => {
    underWay.current += n
    setUploads(underWay.current)
  }
  const takeImage = async (file: File) => {
    count(1)
    const image = await upload(file)
    count(-1)
    const withImage = (was: Fields): Fields => (image === null ? was : { ...was, image })
    if (!left.current) setFields(withImage)
    else if (left.current.kept) {
      left.current.kept = withImage(left.current.kept)
      keep(left.current.kept)
    }
  }
  /** Null leaves the card as it was. Only the first call counts. */
  const done = (kept: Fields | null) => {
    if (left.current) return false
    left.current = { kept }
    const isWaiting = kept !== null && isEmpty(kept) && underWay.current > 0
    if (!isWaiting && (kept || isEmpty(card))) keep(kept ?? card)
    return true
  }
  return { fields, setFields, isBusy: uploads > 0, takeImage, done }
}

/** Writes a card in its place. Enter keeps it, Escape leaves it as it was; a card left empty goes. */
export function CardEditor(props: { card: MapCard; kind: LaneKind; onClose: () => void }) {
  const { card, kind, onClose } = props
  const { t } = useText()
  const { fields, setFields, isBusy, takeImage, done } = useCardKeeping(card)
  const box = useRef<HTMLDivElement>(null)
  const close = (kept: Fields | null) => {
    if (done(kept)) onClose()
  }
  const leave = (kept: Fields | null) => {
    const part = box.current?.closest<HTMLElement>('[data-part]')
    const cell = box.current?.closest<HTMLElement>('[data-cell]')
    close(kept)
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
  const onPaste = (event: ClipboardEvent) => {
    const file = [...event.clipboardData.files].find((one) => one.type.startsWith('image/'))
    if (!file) return
    event.preventDefault()
    void takeImage(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys and pastes of the fields within end up here
    <div
      ref={box}
      className="card-editor"
      onKeyDown={onKey}
      onPaste={onPaste}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) close(fields)
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
      {kind === 'images' && <ImageButton isBusy={isBusy} onFile={(file) => void takeImage(file)} />}
    </div>
  )
}
