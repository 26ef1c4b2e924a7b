import { useNavigate } from '@tanstack/react-router'
import type { Filter, PulseAnswer, PulseRow } from '@teia/contracts'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { narrow } from '../../lib/filter-edit.ts'
import { filterOf } from '../../lib/periods.ts'
import { Switch } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { Briefs } from './briefs.tsx'
import { leavesOfRow } from './facts.ts'
import { LivePart } from './live-part.tsx'
import type { PulseSearch } from './pulse-search.ts'
import { PulseTable } from './pulse-table.tsx'
import { PulseStrip } from './strip.tsx'
import { useRowActions } from './use-row-actions.ts'

/** What changed, the numbers of the period, where people met the company, and what happens now. */
export function PulseAnswerView({ answer, search }: { answer: PulseAnswer; search: PulseSearch }) {
  const { t } = useText()
  const navigate = useNavigate()
  const may = useMay()
  const by = search.by ?? 'touchpoint'
  const { open, actions } = useRowActions(search, by)
  const set = (change: Partial<PulseSearch>) =>
    void navigate({ to: '/', search: { ...search, ...change }, replace: true, resetScroll: false })
  const rows = by === 'channel' ? answer.byChannel : answer.byTouchpoint
  const openBrief = (row: PulseRow, of: 'touchpoint' | 'channel') => {
    const filter = leavesOfRow(row, of).reduce<Filter | undefined>(
      (all, leaf) => narrow(all, leaf),
      filterOf(search),
    )
    void navigate({
      to: '/trends',
      search: {
        period: search.period,
        from: search.from,
        to: search.to,
        filter,
        measure: 'people',
      },
    })
  }
  if (answer.people.value === 0)
    return (
      <EmptyState title={t('pulse.emptyTitle')} action={<ConnectSource primary />}>
        {t('pulse.emptyText')}
      </EmptyState>
    )
  return (
    <>
      <Briefs answer={answer} onOpen={openBrief} />
      <PulseStrip answer={answer} />
      <div className="lower">
        <Section
          title={t('pulse.tableTitle')}
          note={t('pulse.tableNote')}
          actions={
            <Switch
              label={t('pulse.tableBy')}
              value={by}
              options={[
                { value: 'touchpoint', label: t('pulse.touchpoint') },
                { value: 'channel', label: t('pulse.channel') },
              ]}
              onChange={(value) => set({ by: value })}
            />
          }
        >
          <PulseTable
            rows={rows}
            by={by}
            range={answer.range}
            sort={search.sort}
            onSort={(sort) => set({ sort })}
            onOpen={open}
            actions={actions}
          />
        </Section>
        {may('people:read') && <LivePart />}
      </div>
    </>
  )
}
