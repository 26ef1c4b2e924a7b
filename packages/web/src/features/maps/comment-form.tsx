import { useQuery } from '@tanstack/react-query'
import { MemberPage } from '@teia/contracts'
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { get } from '../../lib/api.ts'
import { plain } from '../../lib/plain.ts'
import { Button } from '../../ui/button.tsx'

const membersQuery = {
  queryKey: ['members'],
  queryFn: ({ signal }: { signal: AbortSignal }) => get(MemberPage, '/members', { signal }),
}

/** The name that is being written after an @ at the end of a text; null where none is. */
export function mentionBegun(before: string): string | null {
  return /(?:^|\s)@([\p{L}\p{N}.-]*)$/u.exec(before)?.[1] ?? null
}

/** Those whose names stand in a text after an @. */
export const mentionsIn = (text: string, members: readonly { userId: string; name: string }[]): string[] =>
  members.filter(({ name }) => text.includes(`@${name}`)).map(({ userId }) => userId)

/** Writes a comment; an @ offers the members of the workspace. Ctrl Enter sends. */
export function CommentForm(props: {
  label: string
  isOpen?: boolean
  onSend: (text: string, mentions: string[]) => Promise<boolean>
}) {
  const { t } = useText()
  const mayRead = useMay()('members:read')
  const { data } = useQuery({ ...membersQuery, enabled: mayRead })
  const [text, setText] = useState('')
  const [begun, setBegun] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const box = useRef<HTMLTextAreaElement>(null)
  const members = data?.items ?? []
  const offered =
    begun === null ? [] : members.filter(({ name }) => plain(name).includes(plain(begun))).slice(0, 5)
  const pick = (name: string) => {
    const at = box.current?.selectionStart ?? text.length
    const before = text.slice(0, at).replace(/@[\p{L}\p{N}.-]*$/u, `@${name} `)
    setText(before + text.slice(at))
    setBegun(null)
    box.current?.focus()
  }
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    if (text.trim() === '' || busy) return
    setBusy(true)
    if (await props.onSend(text.trim(), mentionsIn(text, members))) setText('')
    setBusy(false)
  }
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation()
    const [first] = offered
    if (event.key === 'Escape') setBegun(null)
    else if (first && (event.key === 'Tab' || event.key === 'Enter')) {
      event.preventDefault()
      pick(first.name)
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit()
  }
  return (
    <form className="comment-form" onSubmit={(event) => void submit(event)}>
      <textarea
        ref={box}
        className="text-box"
        aria-label={props.label}
        placeholder={t('maps.commentHint')}
        // biome-ignore lint/a11y/noAutofocus: an answer was just asked for
        autoFocus={props.isOpen}
        rows={2}
        maxLength={2000}
        value={text}
        onKeyDown={onKey}
        onChange={(event) => {
          setText(event.target.value)
          setBegun(mentionBegun(event.target.value.slice(0, event.target.selectionStart)))
        }}
      />
      {offered.length > 0 && (
        <div className="choices" role="listbox" aria-label={t('maps.mention')}>
          {offered.map((member, at) => (
            <button
              key={member.id}
              type="button"
              role="option"
              aria-selected={at === 0}
              onClick={() => pick(member.name)}
            >
              <span className="grow">{member.name}</span>
            </button>
          ))}
        </div>
      )}
      <div className="buttons">
        <Button type="submit" busy={busy} disabled={text.trim() === ''}>
          {t('maps.sendComment')}
        </Button>
      </div>
    </form>
  )
}
