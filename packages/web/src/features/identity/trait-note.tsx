import type { Person } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Tag } from '../../ui/metric.tsx'

type Trait = Person['traits'][number]

/** Where a trait comes from, and what others say instead. `write` puts a value into words. */
export function TraitNote({ trait, write }: { trait: Trait; write: (value: unknown) => string }) {
  const { t, format } = useText()
  if (trait.origin === 'computed') return <Tag>{t('identity.computed')}</Tag>
  if (trait.conflicts.length === 0) return null
  return (
    <ul className="conflicts">
      <li className="note">
        {t('identity.setBy', {
          source: trait.source ?? t('identity.unknownSource'),
          day: format.dayYear(trait.setAt),
        })}
      </li>
      {trait.conflicts.map((one) => {
        const who = [one.source ?? t('identity.unknownSource'), one.identifier].filter(Boolean).join(' · ')
        const day = format.dayYear(one.setAt)
        return (
          <li key={`${one.setAt} ${who} ${JSON.stringify(one.value)}`} className="note">
            {one.value === null
              ? t('identity.saysNone', { who, day })
              : t('identity.says', { who, value: write(one.value), day })}
          </li>
        )
      })}
    </ul>
  )
}
