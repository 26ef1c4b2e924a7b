import { Link } from '@tanstack/react-router'
import type { Duplicate, IdentityReview } from '@teia/contracts'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { Tag } from '../../ui/metric.tsx'
import { usePersonName } from '../../ui/person-name.ts'
import { useLinkWords } from './identity-words.ts'
import { useChanges } from './use-changes.ts'

type Pair = IdentityReview['people']

/** Two people, what speaks for them being one, and the two answers. */
function PairRow({ people, children }: { people: Pair; children: ReactNode }) {
  const { t, format } = useText()
  const may = useMay()
  const personName = usePersonName()
  const { decide } = useChanges()
  const [busy, setBusy] = useState(false)
  const answer = (decision: 'same' | 'different') => {
    setBusy(true)
    void decide(
      people.map((one) => one.id),
      decision,
    ).finally(() => setBusy(false))
  }
  return (
    <li className="identity-pair">
      <div className="pair-people">
        {people.map((one) => (
          <div key={one.id}>
            <Link className="strong" to="/people/$personId" params={{ personId: one.id }} search={{}}>
              {personName(one.name)}
            </Link>
            <span className="note">
              {t('identity.lastSeen')}: {format.dayYear(one.lastSeenAt)}
            </span>
          </div>
        ))}
      </div>
      <div className="pair-why">{children}</div>
      {may('people:write') && (
        <div className="buttons">
          <Button busy={busy} onClick={() => answer('different')}>
            {t('identity.different')}
          </Button>
          <Button busy={busy} onClick={() => answer('same')}>
            {t('identity.same')}
          </Button>
        </div>
      )}
    </li>
  )
}

/** Pairs that links would join, with each link and why it was passed over. */
export function ReviewRows({ reviews }: { reviews: readonly IdentityReview[] }) {
  const { t, format } = useText()
  const words = useLinkWords()
  return (
    <ul className="identity-pairs" aria-label={t('identity.waiting')}>
      {reviews.map((review) => (
        <PairRow key={review.id} people={review.people}>
          <ul>
            {review.links.map((link) => (
              <li key={link.id}>
                <span className="mono clip">{link.a}</span> = <span className="mono clip">{link.b}</span>
                <span className="note">
                  {words.rule(link)}, {format.dayYear(link.assertedAt)} · {words.state(link)}
                </span>
              </li>
            ))}
          </ul>
        </PairRow>
      ))}
    </ul>
  )
}

/** Likely duplicates with how likely they are and what each field says. */
export function DuplicateRows({ pairs }: { pairs: readonly Duplicate[] }) {
  const { t, format } = useText()
  return (
    <ul className="identity-pairs" aria-label={t('identity.likely')}>
      {pairs.map((pair) => (
        <PairRow key={pair.id} people={pair.people}>
          <p>
            <b>{format.percent(pair.probability)}</b>{' '}
            <span className="note">{t('identity.bits', { n: format.decimal(pair.score) })}</span>
          </p>
          <ul className="evidence">
            {pair.evidence
              .filter((one) => one.level !== 'missing')
              .map((one) => (
                <li key={one.field}>
                  <Tag tone={one.level === 'same' ? 'good' : one.level === 'close' ? 'warn' : 'plain'}>
                    {t(`identity.field_${fieldOf(one.field)}`)}: {t(`identity.level_${one.level}`)}
                  </Tag>
                  <span className="note">
                    {one.a === one.b ? one.a : `${one.a} / ${one.b}`} ({one.weight > 0 ? '+' : ''}
                    {format.decimal(one.weight)})
                  </span>
                </li>
              ))}
          </ul>
        </PairRow>
      ))}
    </ul>
  )
}

const fields = ['name', 'email', 'phone', 'birthday', 'address'] as const
const fieldOf = (field: string) => fields.find((one) => one === field) ?? 'name'
