import '@mantine/dates/styles.css'
import 'dayjs/locale/it'
import 'dayjs/locale/pt-br'
import { DatePicker } from '@mantine/dates'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import { useText } from '../i18n/text.tsx'
import { addDays } from '../lib/periods.ts'

/** Two months side by side to pick a first and a last day; one on a phone. */
export function Months(props: {
  from: string | undefined
  to: string | undefined
  today: string
  onChange: (from: string | undefined, to: string | undefined) => void
}) {
  const { t, language } = useText()
  const narrow = useMediaQuery('(max-width: 760px)')
  const [shown, setShown] = useState(() =>
    addDays(`${(props.to ?? props.today).slice(0, 7)}-01`, narrow ? 0 : -1),
  )
  return (
    <DatePicker
      type="range"
      numberOfColumns={narrow ? 1 : 2}
      locale={language === 'pt-BR' ? 'pt-br' : language}
      firstDayOfWeek={language === 'pt-BR' ? 0 : 1}
      size="xs"
      ariaLabels={{ previousMonth: t('filters.previousMonth'), nextMonth: t('filters.nextMonth') }}
      allowSingleDateInRange
      maxDate={props.today}
      date={shown}
      onDateChange={setShown}
      value={[props.from ?? null, props.to ?? null]}
      onChange={([from, to]) => props.onChange(from ?? undefined, to ?? undefined)}
    />
  )
}
