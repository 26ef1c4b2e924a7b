import { Link } from '@tanstack/react-router'
import type { IdentityLink, Person } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { useLinkWords } from './identity-words.ts'
import type { ChangeLink } from './use-changes.ts'

function FirstEvent({ link, personId }: { link: IdentityLink; personId: string }) {
  const { t } = useText()
  if (!link.event) return null
  const source = link.event.source ?? t('identity.unknownSource')
  return (
    <>
      {' '}
      {t('identity.firstEvent', { source })}
      {link.event.eventId !== null && (
        <>
          {' · '}
          <Link to="/people/$personId" params={{ personId }} search={{ event: link.event.eventId }}>
            {t('identity.openEvent')}
          </Link>
        </>
      )}
    </>
  )
}

/** Why a person is one: each link with its rule, the event that said so, what became of it, and the way to change it. */
export function LinkList({ person, onChange }: { person: Person; onChange: ChangeLink }) {
  const { t, format } = useText()
  const may = useMay()
  const words = useLinkWords()
  return (
    <ul className="links">
      {person.links.map((link) => (
        <li key={link.id} className={link.state}>
          <div className="ends">
            <span className="mono clip">{link.a}</span> {link.applied ? '=' : '≠'}{' '}
            <span className="mono clip">{link.b}</span>
          </div>
          <span className="note">
            {words.rule(link)}, {t('identity.firstSaid', { day: format.dayYear(link.assertedAt) })}
            <FirstEvent link={link} personId={person.id} />
            {!link.applied && <b className="state-words"> {words.state(link)}</b>}
          </span>
          {may('people:write') && (link.applied || link.state === 'undone') && (
            <Button kind="link" onClick={() => void onChange(link.applied ? 'undo' : 'redo', link.id)}>
              {t(link.applied ? 'identity.undo' : 'identity.redo')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
