import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Account } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { get } from '../../lib/api.ts'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { PeopleList } from '../../ui/people-list.tsx'
import { Pairs } from '../../ui/side-panel.tsx'
import { NotesSection } from '../notes/notes-section.tsx'
import { AccountHealth } from './account-health.tsx'
import { AccountNumbers } from './account-numbers.tsx'

const route = getRouteApi('/shell/accounts/$accountId')

/** One account: what is known about it, and its people. */
export function AccountPage() {
  const { t, rich, format } = useText()
  const { accountId } = route.useParams()
  const { data, error, refetch } = useQuery({
    queryKey: ['accounts', accountId, 'account'],
    queryFn: ({ signal }) => get(Account, `/accounts/${encodeURIComponent(accountId)}`, { signal }),
  })
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={10} />
  return (
    <>
      <PageHeader
        crumbs={
          <Link to="/accounts" search={{}}>
            {t('shell.accounts')}
          </Link>
        }
        title={data.name}
        deck={rich('people.accountDeck', { n: data.peopleTotal })}
      />
      <AccountNumbers account={data} />
      <div className="person-body">
        <div className="stage-area">
          <AccountHealth account={data} />
          <Section
            className="below"
            title={t('shell.people')}
            note={t('people.shown', { n: data.people.length, total: data.peopleTotal })}
          >
            <PeopleList
              people={data.people}
              noteOf={(person) => [person.city, format.moment(person.lastSeenAt)].filter(Boolean).join(' · ')}
            />
          </Section>
        </div>
        <aside className="facts" aria-label={t('people.facts')}>
          <NotesSection about={{ kind: 'accounts', id: data.id }} />
          <Section title={t('people.traits')}>
            <Pairs
              pairs={[
                [
                  t('people.groupId'),
                  <span key="id" className="mono">
                    {data.groupId}
                  </span>,
                ],
                ...data.traits.map(
                  (trait) =>
                    [
                      trait.name,
                      typeof trait.value === 'string' ? trait.value : JSON.stringify(trait.value),
                    ] as const,
                ),
              ]}
            />
          </Section>
        </aside>
      </div>
    </>
  )
}
