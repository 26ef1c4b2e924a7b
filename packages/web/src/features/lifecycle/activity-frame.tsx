import { useMediaQuery } from '@mantine/hooks'
import type { AnswerMeta, EitherPlace } from '@teia/contracts'
import type { ComponentProps, ReactNode } from 'react'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useText } from '../../i18n/text.tsx'
import type { QuestionSearch } from '../../lib/periods.ts'
import { ChartActions, type Exports } from '../../ui/chart-frame.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { ViewSwitch } from '../../ui/view-switch.tsx'
import { RetentionTabs } from '../retention/retention-tabs.tsx'
import { ActivityPick } from './activity-pick.tsx'

type View = 'bars' | 'table'
type Search<By> = QuestionSearch & {
  view?: View | undefined
  by?: By | undefined
  activity?: EitherPlace | undefined
}

/** The view that an address asks for; else bars, and on a phone the table. */
export function useActivityView(view: View | undefined): View {
  const isNarrow = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  return view ?? (isNarrow ? 'table' : 'bars')
}

/** Nobody was ever active. */
export function NobodyActive() {
  const { t } = useText()
  return (
    <EmptyState title={t('lifecycle.emptyTitle')} action={<ConnectSource />}>
      {t('lifecycle.emptyText')}
    </EmptyState>
  )
}

/** A page about who is active when: name, sentence, tabs, one row of filters, the answer, and what is open beside it. */
export function ActivityFrame<By extends 'day' | 'week' | 'month'>(props: {
  title: string
  deck: ReactNode
  here: ComponentProps<typeof RetentionTabs>['here']
  search: Search<By>
  view: View
  meta: AnswerMeta | undefined
  exports: Exports
  /** By what can be counted, and what that choice is called. */
  by: { name: string; choices: readonly By[]; value: By }
  onView: (view: View) => void
  /** What is asked was changed. */
  onAsk: (change: Partial<Search<By>>) => void
  beside: ReactNode
  children: ReactNode
}) {
  const { t } = useText()
  const { by, search, view, onAsk, beside } = props
  return (
    <>
      <PageHeader
        title={props.title}
        deck={props.deck}
        actions={
          <>
            <ViewSwitch view={view} onChange={props.onView} />
            <ChartActions meta={props.meta} exports={props.exports} />
          </>
        }
      />
      <RetentionTabs here={props.here} search={search} />
      <FilterBar
        search={search}
        onChange={onAsk}
        before={<ActivityPick activity={search.activity} onChange={(activity) => onAsk({ activity })} />}
        after={
          <ChoicePick
            name={by.name}
            value={by.value}
            choices={by.choices.map((value) => ({ value, label: t(`trends.${value}`) }))}
            onChange={(value) => onAsk({ by: value })}
          />
        }
      />
      <div className={beside ? 'with-panel' : undefined}>
        <div className="stage-area" style={{ paddingTop: 14 }}>
          {props.children}
        </div>
        {beside}
      </div>
    </>
  )
}
