import type { Person } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Tag } from '../../ui/metric.tsx'
import { Section } from '../../ui/page-header.tsx'
import { IdentifierGraph } from './identifier-graph.tsx'
import { useKindName } from './identity-words.ts'
import { LinkList } from './link-list.tsx'
import { useChanges } from './use-changes.ts'

/** The identifiers of a person as a small graph, why they are one person, and the ways to take them apart. */
export function PersonIdentifiers({ person }: { person: Person }) {
  const { t } = useText()
  const may = useMay()
  const kindName = useKindName()
  const { changeLink, unmerge } = useChanges()
  const [asking, setAsking] = useState(false)
  const joined = person.links.filter((link) => link.applied)
  const own = person.identifiers.filter((one) => !one.isShown && !one.isShared)
  const canTakeOut = may('people:write') && own.length > 1 && joined.length > 0
  return (
    <Section
      title={t('people.identifiers')}
      note={t('people.nIdentifiers', { n: person.identifiers.length, joins: joined.length })}
    >
      <IdentifierGraph person={person} />
      <ul className="identifiers">
        {person.identifiers.map((one) => (
          <li key={one.id}>
            <span className="note">{kindName(one.kind)}</span>
            <span className="mono clip" title={one.value}>
              {one.value}
            </span>
            {one.isShared && <Tag tone="warn">{t('identity.reason_shared')}</Tag>}
            {one.isShown && <Tag>{t('identity.reason_shown')}</Tag>}
            {canTakeOut && !one.isShared && !one.isShown && (
              <Button
                kind="link"
                aria-label={`${t('identity.takeOut')}: ${one.value}`}
                onClick={() => void unmerge(person.id, [one.id])}
              >
                {t('identity.takeOut')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {person.links.length > 0 && (
        <details className="why">
          <summary>{t('identity.why')}</summary>
          <LinkList person={person} onChange={changeLink} />
        </details>
      )}
      {canTakeOut && (
        <Button kind="plain" onClick={() => setAsking(true)}>
          {t('identity.unmerge')}
        </Button>
      )}
      {asking && (
        <ConfirmDialog
          title={t('identity.unmergeTitle')}
          verb={t('identity.unmerge')}
          onClose={() => setAsking(false)}
          onConfirm={() => unmerge(person.id, [])}
        >
          {t('identity.unmergeText')}
        </ConfirmDialog>
      )}
    </Section>
  )
}
