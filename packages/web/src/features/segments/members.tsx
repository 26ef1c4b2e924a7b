import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Segment, SegmentMembers } from '@teia/contracts'
import { type ReactNode, useRef, useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { send } from '../../lib/api.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { PersonFacts } from '../../ui/person-card.tsx'
import { usePersonColumns } from '../../ui/person-columns.tsx'
import { useToast } from '../../ui/toast.tsx'
import { AddFile } from './add-file.tsx'
import { AddPeople } from './add-people.tsx'
import { PutOnList } from './put-on-list.tsx'
import { membersQuery, readMembers, segmentPath } from './segment-queries.ts'

type Member = SegmentMembers['items'][number]

function useColumns(): Column<Member>[] {
  const { t, format } = useText()
  return [
    ...usePersonColumns<Member>(),
    {
      id: 'since',
      header: t('segments.since'),
      num: true,
      sortable: false,
      value: (one) => one.since,
      cell: (one) => format.moment(one.since),
    },
    {
      id: 'last',
      header: t('people.lastSeen'),
      num: true,
      sortable: false,
      value: (one) => one.lastSeenAt,
      cell: (one) => <span className="quiet">{format.moment(one.lastSeenAt)}</span>,
    },
  ]
}

/** What can be done with the selected members. */
function Bulk(props: { segment: Segment; chosen: readonly string[]; total: number; onClear: () => void }) {
  const { t, words } = useText()
  const client = useQueryClient()
  const say = useToast()
  const [isPutting, setPutting] = useState(false)
  const [isAll, setAll] = useState(false)
  const { segment, chosen, total, onClear } = props
  const n = isAll ? total : chosen.length
  const takeOff = async () => {
    try {
      await send('DELETE', `${segmentPath(segment.id)}/people`, { people: chosen })
      say(t('segments.takenOff', { n: chosen.length }))
      onClear()
    } catch (fault) {
      say(words(fault), 'bad')
    }
    await client.invalidateQueries({ queryKey: ['segments'] })
  }
  return (
    <section className="bulk-bar" aria-label={t('views.bulk')}>
      <b>{t('views.selected', { n })}</b>
      {!isAll && total > chosen.length && (
        <Button kind="link" onClick={() => setAll(true)}>
          {t('views.selectAll', { n: total })}
        </Button>
      )}
      <span className="grow" />
      <Button icon="plus" onClick={() => setPutting(true)}>
        {t('segments.put')}
      </Button>
      {segment.kind === 'list' && !isAll && (
        <Button icon="minus" onClick={() => void takeOff()}>
          {t('segments.takeOff')}
        </Button>
      )}
      <Button kind="link" icon="close" onClick={onClear}>
        {t('views.clear')}
      </Button>
      {isPutting && (
        <PutOnList
          n={n}
          read={async (signal, told) => (isAll ? readMembers(segment.id, signal, told) : chosen)}
          onClose={() => setPutting(false)}
        />
      )}
    </section>
  )
}

/** The ways to put people on a list: one by one, or those whom a file names. */
function Adding({ segment }: { segment: Segment }): ReactNode {
  const { t } = useText()
  const input = useRef<HTMLInputElement>(null)
  const [isAdding, setAdding] = useState(false)
  const [file, setFile] = useState<File | null>(null)
  return (
    <span className="buttons">
      <Button icon="plus" onClick={() => setAdding(true)}>
        {t('segments.addPeople')}
      </Button>
      <Button icon="table" onClick={() => input.current?.click()}>
        {t('segments.addFile')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,.gz,.zst"
        hidden
        aria-label={t('segments.addFile')}
        onChange={(event) => {
          setFile(event.currentTarget.files?.[0] ?? null)
          event.currentTarget.value = ''
        }}
      />
      {isAdding && <AddPeople segment={segment} onClose={() => setAdding(false)} />}
      {file && <AddFile segment={segment} file={file} onClose={() => setFile(null)} />}
    </span>
  )
}

/** Who is in a segment, page by page; for a list also the way to put people on it. */
export function Members({ segment }: { segment: Segment }) {
  const { t } = useText()
  const may = useMay()
  const navigate = useNavigate()
  const columns = useColumns()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const asked = membersQuery(segment)
  const query = useInfiniteQuery(asked)
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = query
  const people = data?.pages.flatMap((page) => page.items) ?? []
  const total = data?.pages[0]?.total ?? segment.members
  const open = ({ id }: Member) =>
    void navigate({ to: '/people/$personId', params: { personId: id }, search: {} })
  const mayWrite = may('people:write')
  const add = segment.kind === 'list' && mayWrite && <Adding segment={segment} />
  const selection = mayWrite ? { selection: { chosen, onChange: setChosen } } : {}
  return (
    <Section title={t('segments.members')} actions={add}>
      {chosen.size > 0 && (
        <Bulk segment={segment} chosen={[...chosen]} total={total} onClear={() => setChosen(new Set())} />
      )}
      <AnswerArea query={query} queryKey={asked.queryKey} rows={12}>
        {() =>
          people.length === 0 ? (
            <EmptyState title={t('segments.noMembers')}>{t(`segments.noMembers_${segment.kind}`)}</EmptyState>
          ) : (
            <>
              <DataTable
                label={t('segments.members')}
                columns={columns}
                {...selection}
                nameOf={(one) => one.name}
                rows={people}
                keyOf={(one) => one.id}
                onOpen={open}
                csvName="teia-segment-people"
                card={({ id, name }) => <PersonFacts person={{ id, name }} />}
                actions={(one) => [{ label: t('common.open'), icon: 'people', onSelect: () => open(one) }]}
                foot={t('people.shown', { n: people.length, total })}
              />
              {hasNextPage && (
                <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                  {t('common.moreOf')}
                </Button>
              )}
            </>
          )
        }
      </AnswerArea>
    </Section>
  )
}
