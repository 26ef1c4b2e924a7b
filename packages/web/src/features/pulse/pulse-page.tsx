import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { PulseAnswer } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { daysOf, filterOf, previousDays, rangeOf, todayIn } from '../../lib/periods.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Button } from '../../ui/button.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { SqlDialog } from '../../ui/lazy-sql-dialog.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useDaysText } from '../../ui/period-pick.tsx'
import { PulseAnswerView } from './pulse-answer.tsx'
import { PulseDeck } from './pulse-deck.tsx'
import type { PulseSearch } from './pulse-search.ts'

const route = getRouteApi('/shell/')

function usePulse(search: PulseSearch) {
  const { format } = useText()
  const range = rangeOf(search, format.timeZone)
  const filter = filterOf(search)
  const question = filter ? { range, filter } : { range }
  const queryKey = ['questions', 'pulse', question]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(PulseAnswer, '/questions/pulse', question, signal),
    placeholderData: keepPreviousData,
  })
  return { query, queryKey }
}

/** Home: what changed, how many came, where they met the company, what happens now. */
export function PulsePage() {
  const { t, format } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const daysText = useDaysText()
  const [showSql, setShowSql] = useState(false)
  const { query, queryKey } = usePulse(search)
  const { data, dataUpdatedAt } = query
  return (
    <>
      <PageHeader
        title={t('shell.pulse')}
        deck={<PulseDeck answer={data} />}
        actions={
          data && (
            <Button kind="plain" icon="code" onClick={() => setShowSql(true)}>
              {t('common.showSql')}
            </Button>
          )
        }
      />
      <FilterBar
        search={search}
        onChange={(change) => void navigate({ to: '/', search: { ...search, ...change } })}
        note={
          data &&
          t('pulse.updated', {
            time: format.clockSeconds(new Date(dataUpdatedAt)),
            zone: format.timeZone,
            before: daysText(previousDays(daysOf(search, todayIn(format.timeZone))), false),
          })
        }
      />
      <AnswerArea query={query} queryKey={queryKey} rows={16}>
        {(answer) => <PulseAnswerView answer={answer} search={search} />}
      </AnswerArea>
      {showSql && data && <SqlDialog meta={data.meta} onClose={() => setShowSql(false)} />}
    </>
  )
}
