import type { ReactNode } from 'react'
import type { MessageKey, Text } from '../../i18n/text.tsx'
import { ApiError } from '../../lib/api.ts'
import { Button, Switch } from '../button.tsx'
import { ChartActions, ChartFrame } from '../chart-frame.tsx'
import { DataTable } from '../data-table.tsx'
import { ChannelIcon } from '../icons.tsx'
import { Change, Metric, Metrics, StateLabel, Tag } from '../metric.tsx'
import { EmptyState, ErrorNotice, Progress, Skeleton } from '../notices.tsx'
import { PageHeader } from '../page-header.tsx'
import { PeopleList } from '../people-list.tsx'
import { ChoicePick } from '../pick.tsx'
import { SearchField } from '../search-field.tsx'
import { Pairs, PanelSection } from '../side-panel.tsx'
import { Spark } from '../spark.tsx'
import { ToastView } from '../toast.tsx'
import { Whisker } from '../whisker.tsx'

export type Part = { id: string; name: MessageKey; rule: MessageKey; draw: (text: Text) => ReactNode }

const course = [31, 34, 33, 38, 36, 41, 40, 44, 43, 47]
const nothing = () => undefined
const person = {
  id: 'sample',
  name: 'Otávio Pitanga',
  isKnown: true,
  email: null,
  city: 'Curitiba',
  firstSeenAt: '2026-03-01T12:00:00Z',
  lastSeenAt: '2026-11-19T14:32:00Z',
}

function metrics({ t, format }: Text) {
  return (
    <Metrics label={t('gallery.metric')}>
      <Metric
        name={t('pulse.activePeople')}
        value={format.whole(8412)}
        unit={t('pulse.peopleUnit', { n: 8412 })}
        drawing={
          <Spark
            values={course}
            width={72}
            height={24}
            label={t('pulse.sparkSpoken', { n: course.length })}
          />
        }
        versus={
          <>
            <Change direction={1} tone="good">
              {format.decimal(3.1)} %
            </Change>{' '}
            {t('pulse.versus', { before: 8159 })}
          </>
        }
        note={t('pulse.knownShare', { share: format.percent(0.61) })}
      />
      <Metric
        name="NPS"
        value={format.signed(26)}
        unit={`[${format.signed(20)}; ${format.signed(33)}]`}
        drawing={<Whisker value={26} low={20} high={33} before={31} from={-100} to={100} label="NPS" />}
        versus={t('pulse.within')}
        note={t('pulse.npsNote', { n: 612 })}
      />
    </Metrics>
  )
}

function whiskers({ t }: Text) {
  return (
    <ul className="rows">
      <li>
        <span className="grow">{t('gallery.certain')}</span>
        <Whisker value={0.11} low={0.07} high={0.16} from={-0.2} to={0.2} label={t('gallery.certain')} />
      </li>
      <li>
        <span className="grow">{t('pulse.within')}</span>
        <Whisker
          value={0.01}
          low={-0.03}
          high={0.05}
          from={-0.2}
          to={0.2}
          tone="calm"
          label={t('pulse.within')}
        />
      </li>
      <li>
        <span className="grow">{t('gallery.few')}</span>
        <Whisker value={-0.04} low={-0.15} high={0.08} from={-0.2} to={0.2} few label={t('gallery.few')} />
      </li>
    </ul>
  )
}

function table({ t, format }: Text) {
  const rows = [
    { name: 'Website', people: 5215, share: 0.62, good: true },
    { name: 'Checkout', people: 1767, share: 0.21, good: false },
  ]
  return (
    <DataTable
      label={t('gallery.table')}
      rows={rows}
      keyOf={(row) => row.name}
      csvName="teia-sample"
      actions={() => [{ label: t('common.filterBy'), icon: 'filter', onSelect: nothing }]}
      columns={[
        {
          id: 'name',
          header: t('pulse.touchpoint'),
          value: (row) => row.name,
          cell: (row) => (
            <span className="with-icon">
              <ChannelIcon channel="web" />
              <span className="row-name">{row.name}</span>
            </span>
          ),
        },
        {
          id: 'state',
          header: t('sources.state'),
          cell: (row) => (
            <StateLabel tone={row.good ? 'good' : 'bad'}>
              {t(row.good ? 'gallery.better' : 'gallery.worse')}
            </StateLabel>
          ),
        },
        {
          id: 'people',
          header: t('pulse.people'),
          num: true,
          value: (row) => row.people,
          cell: (row) => format.whole(row.people),
        },
        {
          id: 'share',
          header: t('pulse.share'),
          num: true,
          value: (row) => row.share,
          cell: (row) => format.percent(row.share),
        },
      ]}
    />
  )
}

/** Every part once, with a real use of it. */
export const parts: readonly Part[] = [
  {
    id: 'header',
    name: 'gallery.header',
    rule: 'gallery.headerRule',
    draw: ({ t, rich }) => (
      <PageHeader
        title={<span>{t('shell.pulse')}</span>}
        deck={rich('people.deckTotal', { n: 8412 })}
        actions={<Button icon="export">{t('common.export')}</Button>}
      />
    ),
  },
  {
    id: 'filters',
    name: 'gallery.filters',
    rule: 'gallery.filtersRule',
    draw: ({ t }) => (
      <div className="filters">
        <ChoicePick
          name={t('paths.depth')}
          value="5"
          choices={[{ value: '5', label: t('paths.nSteps', { n: 5 }) }]}
          onChange={nothing}
        />
        <ChoicePick
          name={t('filters.who')}
          value="a"
          set
          choices={[{ value: 'a', label: t('filters.conditions', { n: 2 }) }]}
          onChange={nothing}
        />
        <SearchField label={t('common.search')} value="" onChange={nothing} />
      </div>
    ),
  },
  { id: 'metric', name: 'gallery.metric', rule: 'gallery.metricRule', draw: metrics },
  { id: 'whisker', name: 'gallery.whisker', rule: 'gallery.whiskerRule', draw: whiskers },
  {
    id: 'chart',
    name: 'gallery.chart',
    rule: 'gallery.chartRule',
    draw: ({ t }) => (
      <ChartFrame
        title={t('trends.events')}
        note={t('trends.note', { interval: 'day' })}
        actions={
          <ChartActions
            table={{ shown: false, onToggle: nothing }}
            meta={{ sql: 'SELECT 1', elapsedMs: 3, rowsRead: 1 }}
            exports={{ csv: nothing }}
          />
        }
      >
        <Spark values={course} width={420} height={96} label={t('pulse.sparkSpoken', { n: course.length })} />
      </ChartFrame>
    ),
  },
  { id: 'table', name: 'gallery.table', rule: 'gallery.tableRule', draw: table },
  {
    id: 'panel',
    name: 'gallery.panel',
    rule: 'gallery.panelRule',
    draw: ({ t, format }) => (
      <div className="panel solo">
        <div className="panel-head">
          <div>
            <p className="kind">{t('paths.linkKind', { from: 4, to: 5 })}</p>
            <p className="h16">Payment → {t('paths.left')}</p>
          </div>
        </div>
        <Pairs
          pairs={[
            [t('paths.people'), format.whole(176)],
            [t('paths.share'), format.percent(0.255)],
          ]}
        />
        <PanelSection title={t('shell.people')} note="176">
          <PeopleList people={[person]} noteOf={(one) => one.city} />
        </PanelSection>
      </div>
    ),
  },
  {
    id: 'buttons',
    name: 'gallery.buttons',
    rule: 'gallery.buttonsRule',
    draw: ({ t }) => (
      <div className="buttons">
        <Button kind="primary">{t('common.save')}</Button>
        <Button icon="plus">{t('filters.add')}</Button>
        <Button kind="plain">{t('common.cancel')}</Button>
        <Button kind="link">{t('common.showSql')}</Button>
        <Button kind="danger">{t('common.remove')}</Button>
        <Button disabled>{t('common.apply')}</Button>
        <Switch
          label={t('paths.view')}
          value="a"
          options={[
            { value: 'a', label: t('paths.flow') },
            { value: 'b', label: t('paths.table') },
          ]}
          onChange={nothing}
        />
      </div>
    ),
  },
  {
    id: 'tags',
    name: 'gallery.tags',
    rule: 'gallery.tagsRule',
    draw: ({ t }) => (
      <div className="tags">
        <StateLabel tone="good">{t('gallery.better')}</StateLabel>
        <StateLabel tone="warn">{t('gallery.caution')}</StateLabel>
        <StateLabel tone="bad">{t('gallery.worse')}</StateLabel>
        <Tag>e-mail</Tag>
        <Tag tone="accent">{t('people.known')}</Tag>
        <Tag tone="line">{t('gallery.few')}</Tag>
      </div>
    ),
  },
  {
    id: 'empty',
    name: 'gallery.empty',
    rule: 'gallery.emptyRule',
    draw: ({ t }) => (
      <EmptyState title={t('sources.emptyTitle')} action={<Button kind="primary">{t('sources.new')}</Button>}>
        {t('sources.emptyText')}
      </EmptyState>
    ),
  },
  { id: 'loading', name: 'gallery.loading', rule: 'gallery.loadingRule', draw: () => <Skeleton rows={3} /> },
  {
    id: 'error',
    name: 'gallery.error',
    rule: 'gallery.errorRule',
    draw: () => <ErrorNotice error={new ApiError(0, 'network', '')} onRetry={nothing} />,
  },
  {
    id: 'toast',
    name: 'gallery.toast',
    rule: 'gallery.toastRule',
    draw: ({ t }) => <ToastView tone="good" message={t('common.saved')} onClose={nothing} />,
  },
  {
    id: 'progress',
    name: 'gallery.progress',
    rule: 'gallery.progressRule',
    draw: ({ t, format }) => (
      <Progress
        label={t('shell.demoFilling')}
        value={132_000}
        total={400_000}
        note={t('shell.demoRate', { rate: format.whole(21_400) })}
      />
    ),
  },
]
