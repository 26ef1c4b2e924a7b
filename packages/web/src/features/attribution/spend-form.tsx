import { NumberInput, TextInput } from '@mantine/core'
import type { Spend } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'
import { type Option, Typeahead, valueOfText } from '../../ui/typeahead.tsx'

type Line = Pick<Spend, 'day' | 'channel' | 'amount'>

/** A day, a channel and what was spent on it: a new line, or what stands in one that is there. */
export function SpendForm(props: {
  line: Line | null
  /** The day that a new line begins with. */
  day: string
  options: readonly Option[]
  onKeep: (line: Line) => Promise<unknown>
  onEnd: () => void
}) {
  const { t, format } = useText()
  const say = useToast()
  const [day, setDay] = useState(props.line?.day ?? props.day)
  const [channel, setChannel] = useState(props.line?.channel ?? '')
  const [amount, setAmount] = useState<number | string>(props.line?.amount ?? '')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const isWhole = day !== '' && channel.trim() !== '' && typeof amount === 'number' && amount >= 0
  const keep = async (event: FormEvent) => {
    event.preventDefault()
    if (!isWhole) return
    setBusy(true)
    setError(null)
    try {
      await props.onKeep({ day, channel: valueOfText(channel, props.options).trim(), amount })
      say(t('common.saved'))
      props.onEnd()
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  const isFixed = props.line !== null
  return (
    <form className="form spend-form" onSubmit={(event) => void keep(event)}>
      <TextInput
        type="date"
        label={t('attribution.day')}
        value={day}
        disabled={isFixed}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      {isFixed ? (
        <TextInput label={t('attribution.channel')} value={labelIn(props.options, channel)} disabled />
      ) : (
        <Typeahead
          label={t('attribution.channel')}
          value={channel}
          options={props.options}
          onChange={setChannel}
        />
      )}
      <NumberInput
        label={`${t('attribution.amount')} (${format.currency})`}
        value={amount}
        min={0}
        max={1e12}
        decimalScale={6}
        decimalSeparator={format.language === 'en' ? '.' : ','}
        hideControls
        data-autofocus
        onChange={setAmount}
      />
      {error !== null && <ErrorNotice error={error} />}
      <div className="buttons">
        <Button kind="primary" type="submit" busy={busy} disabled={!isWhole}>
          {t('attribution.keep')}
        </Button>
        <Button onClick={props.onEnd}>{t('common.cancel')}</Button>
      </div>
    </form>
  )
}

const labelIn = (options: readonly Option[], channel: string) =>
  options.find(({ value }) => value === channel)?.label ?? channel
