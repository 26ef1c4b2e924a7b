import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type Leaf, type SeparatesAnswer, type Separating, toCsv } from '@teia/contracts'
import { separatesTable } from '@teia/contracts/answer-tables'
import { useMarkMenu } from '../../app/use-mark-menu.ts'
import { useText } from '../../i18n/text.tsx'
import { saveFile } from '../../lib/export.ts'
import { narrow } from '../../lib/filter-edit.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Button } from '../../ui/button.tsx'
import { ChartActions } from '../../ui/chart-frame.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Unasked } from '../../ui/unasked.tsx'
import { useStepName } from '../funnels/step-name.ts'
import { SeparatesFilters } from './separates-filters.tsx'
import { SeparatesPanel } from './separates-panel.tsx'
import type { OpenThing, SeparatesSearch } from './separates-search.ts'
import { isSure, keyOfThing, SeparatesTable } from './separates-table.tsx'
import { type AskedSeparates, useSeparates } from './use-separates.ts'

const route = getRouteApi('/shell/funnels/separates')

/** The sentence of the page: how many went on and left, and how much tells them apart. */
function Deck({ answer, name }: { answer: SeparatesAnswer | undefined; name: string }) {
  const { t, rich } = useText()
  if (!answer) return t('separates.deckWaiting')
  const { wentOn, left, tested, items } = answer
  return (
    <>
      {rich('separates.deckGroups', { wentOn, left, name })}{' '}
      {wentOn > 0 && left > 0 && rich('separates.deckFound', { n: items.filter(isSure).length, tested })}
    </>
  )
}

const csv = (answer: SeparatesAnswer | undefined) => () => {
  const { head, rows } = separatesTable(answer ?? { items: [] })
  saveFile('teia-what-separates.csv', toCsv(head, rows))
}

/** The condition to go on with: a person who has done, met or been it. Null where only a single interaction can be it. */
function leafOf({ kind, name, value }: Separating): Leaf | null {
  if (kind === 'event') return { event: name, operator: 'did' }
  if (kind === 'touchpoint') return { touchpoint: name, operator: 'did' }
  return kind === 'trait' ? { trait: name, operator: 'equals', value: value ?? '' } : null
}

/** What a row can do. */
function useThings(search: SeparatesSearch, set: (change: Partial<SeparatesSearch>) => void) {
  const { t } = useText()
  const navigate = useNavigate()
  const open = ({ kind, name, value }: Separating) =>
    set({ open: { kind, name, ...(value !== undefined && { value }), part: 'wentOn', has: true } })
  const filterBy = (row: Separating) => {
    const leaf = leafOf(row)
    if (!leaf) return null
    const { open: _o, step: _s, days: _d, kind: _k, all: _a, ...funnel } = search
    return () => void navigate({ to: '/funnels', search: { ...funnel, filter: narrow(search.filter, leaf) } })
  }
  const { menu, copyLink } = useMarkMenu(open)
  const actions = (row: Separating) => {
    const filter = filterBy(row)
    return menu(row, filter ? [{ label: t('separates.filterFunnel'), icon: 'filter', onSelect: filter }] : [])
  }
  return { open, filterBy, actions, copyLink }
}

/** What was not tried, and why. */
function LeftOut({ answer }: { answer: SeparatesAnswer }) {
  const { t } = useText()
  const { rare, common, beyond, properties, traits } = answer.leftOut
  const names = [...properties, ...traits]
  const shown = names.slice(0, 8).join(', ') + (names.length > 8 ? ' …' : '')
  return (
    <p className="note">
      {[
        rare > 0 && t('separates.leftRare', { n: rare }),
        common > 0 && t('separates.leftCommon', { n: common }),
        beyond > 0 && t('separates.leftBeyond', { n: beyond }),
        names.length > 0 && t('separates.leftValues', { n: names.length, names: shown }),
      ]
        .filter(Boolean)
        .join(' ')}
    </p>
  )
}

function Answer(props: {
  answer: SeparatesAnswer
  search: SeparatesSearch
  things: ReturnType<typeof useThings>
  onShowAll: () => void
}) {
  const { t } = useText()
  const { answer, search, things } = props
  if (answer.wentOn === 0 || answer.left === 0)
    return (
      <EmptyState title={t('separates.emptyTitle')}>
        {t(answer.wentOn === 0 ? 'separates.noneWentOn' : 'separates.noneLeft')}
      </EmptyState>
    )
  const rows = answer.items.filter(
    (row) => (search.all || isSure(row)) && (search.kind === undefined || row.kind === search.kind),
  )
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState
          title={t('separates.nothingTitle')}
          action={
            !search.all &&
            answer.items.length > 0 && <Button onClick={props.onShowAll}>{t('separates.showAll')}</Button>
          }
        >
          {t('separates.nothingText', { n: answer.tested })}
        </EmptyState>
      ) : (
        <SeparatesTable
          rows={rows}
          selected={search.open && keyOfThing(search.open)}
          onOpen={things.open}
          actions={things.actions}
        />
      )}
      <LeftOut answer={answer} />
    </>
  )
}

/** What those who went on from a step of a funnel have more or less often than those who left it. */
export function SeparatesPage() {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const stepName = useStepName()
  const { query, queryKey, question, steps, isKnown } = useSeparates(search)
  const data = question ? query.data : undefined
  const names = steps.map(stepName)
  const set = (change: Partial<SeparatesSearch>) =>
    void navigate({ to: '/funnels/separates', search: { ...search, ...change }, resetScroll: false })
  const things = useThings(search, set)
  const item = data?.items.find((one) => search.open && keyOfThing(one) === keyOfThing(search.open))
  const { open: _o, step: _s, days: _d, kind: _k, all: _a, ...funnel } = search
  return (
    <>
      <PageHeader
        crumbs={
          <Link to="/funnels" search={funnel}>
            {t('shell.funnels')}
          </Link>
        }
        title={t('separates.title')}
        deck={<Deck answer={data} name={names[(question?.step ?? 1) - 1] ?? ''} />}
        actions={<ChartActions meta={data?.meta} exports={{ csv: csv(data) }} />}
      />
      <SeparatesFilters
        search={search}
        question={question}
        names={names}
        onChange={(change) => set({ ...change, open: undefined })}
      />
      <div className={item ? 'with-panel' : undefined}>
        <div className="stage-area" style={{ paddingTop: 14 }}>
          {question === null ? (
            <Unasked isKnown={isKnown}>
              <EmptyState title={t('separates.noFunnel')}>{t('separates.noFunnelText')}</EmptyState>
            </Unasked>
          ) : (
            <AnswerArea query={query} queryKey={queryKey} rows={10}>
              {(answer) => <Answer {...{ answer, search, things }} onShowAll={() => set({ all: true })} />}
            </AnswerArea>
          )}
        </div>
        {item && data && question && search.open && (
          <OpenPanel {...{ answer: data, item, question, things }} open={search.open} set={set} />
        )}
      </div>
    </>
  )
}

function OpenPanel(props: {
  answer: SeparatesAnswer
  item: Separating
  question: AskedSeparates
  open: OpenThing
  things: ReturnType<typeof useThings>
  set: (change: Partial<SeparatesSearch>) => void
}) {
  const { answer, item, question, open, things, set } = props
  return (
    <SeparatesPanel
      {...{ answer, item, question, open }}
      onOpen={(next) => set({ open: next })}
      onClose={() => set({ open: undefined })}
      onFilter={things.filterBy(item)}
      onCopy={things.copyLink}
    />
  )
}
