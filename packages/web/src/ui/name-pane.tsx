import { type ReactNode, useState } from 'react'
import { useText } from '../i18n/text.tsx'
import { Button } from './button.tsx'
import { type Option, Typeahead } from './typeahead.tsx'

/** Asks for a name, typed or picked. Escape leaves; `before` stands before the button that applies. */
export function NamePane(props: {
  label: string
  value: string
  options: readonly Option[]
  onChoose: (value: string) => void
  onLeave: () => void
  before?: ReactNode
}) {
  const { t } = useText()
  const [text, setText] = useState(props.value)
  const choose = (value: string) => props.onChoose(value.trim())
  return (
    <form
      className="name-pane"
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onLeave()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        choose(text)
      }}
    >
      <Typeahead
        label={props.label}
        hideLabel
        inFlow
        value={text}
        options={props.options}
        onChange={setText}
        onPick={choose}
        autoFocus
        placeholder={t('paths.typeName')}
      />
      <div className="buttons end">
        {props.before}
        <Button kind="primary" type="submit">
          {t('common.apply')}
        </Button>
      </div>
    </form>
  )
}
