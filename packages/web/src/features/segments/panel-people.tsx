import type { PersonSummary } from '@teia/contracts'
import { lazy, Suspense, useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { PeopleList } from '../../ui/people-list.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'

const PutOnList = lazy(() => import('./put-on-list.tsx').then((module) => ({ default: module.PutOnList })))

/** As many as a panel shows at most. */
export const ALL_PEOPLE = 200

/** The people behind a mark of a chart: some, on demand more, and all of them to be put on a list. */
export function PanelPeople(props: {
  people: readonly (PersonSummary & { at: string })[]
  total: number
  isAll: boolean
  onAll: () => void
  /** Reads who they are, to put them on a list. */
  read: Parameters<typeof PutOnList>[0]['read']
}) {
  const { t, format } = useText()
  const mayWrite = useMay()('people:write')
  const [isPutting, setPutting] = useState(false)
  const { people, total, isAll, onAll, read } = props
  const isMore = !isAll && total > people.length
  return (
    <PanelSection title={t('shell.people')} note={format.whole(total)}>
      <div className={isAll ? 'panel-scroll' : undefined}>
        <PeopleList
          people={people}
          noteOf={(person) => [person.city, format.moment(person.at)].filter(Boolean).join(' · ')}
        />
      </div>
      {isAll && total > ALL_PEOPLE && <p className="note">{t('paths.firstPeople', { n: ALL_PEOPLE })}</p>}
      {(isMore || (mayWrite && total > 0)) && (
        <div className="buttons" style={{ marginTop: 8 }}>
          {isMore && (
            <Button kind="primary" onClick={onAll}>
              {t('paths.openPeople', { n: total })}
            </Button>
          )}
          {mayWrite && total > 0 && <Button onClick={() => setPutting(true)}>{t('segments.put')}</Button>}
        </div>
      )}
      {isPutting && (
        <Suspense>
          <PutOnList n={total} read={read} onClose={() => setPutting(false)} />
        </Suspense>
      )}
    </PanelSection>
  )
}
