import { type JourneyMap, type MapConflict, type MapSide, mergeMaps } from '@teia/contracts'
import { useMemo, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { ChangeList } from './change-list.tsx'
import { usePartName } from './part-name.ts'
import type { MapEditing } from './use-map-editing.ts'
import { useValueWords } from './value-words.ts'

/** What each side has made of the same thing, as words. */
function useSideWords() {
  const { t } = useText()
  const valueWords = useValueWords()
  return ({ kind, field }: MapConflict, value: unknown): string => {
    if (kind === 'removed') return t(value ? 'maps.keptIt' : 'maps.removedIt')
    if (kind === 'order') return t('maps.ownOrder')
    if (kind === 'place') return t('maps.ownPlace')
    return valueWords(field ?? '', value)
  }
}

function Conflict(props: { conflict: MapConflict; onChoose: (side: MapSide) => void }) {
  const { t } = useText()
  const sideWords = useSideWords()
  const partName = usePartName()
  const { conflict, onChoose } = props
  const { part, kind, field, side } = conflict
  const what = kind === 'field' ? t(`maps.field_${(field ?? 'name') as 'name'}`) : t(`maps.conflict_${kind}`)
  const title = `${t(`maps.partKind_${part.kind}`)} “${partName(part)}”: ${what}`
  const sides = ['mine', 'theirs'] as const
  return (
    <tr>
      <th scope="row">{title}</th>
      {sides.map((one) => (
        <td key={one} className={side === one ? 'chosen' : undefined}>
          <label className="check">
            <input
              type="radio"
              name={conflict.id}
              checked={side === one}
              onChange={() => onChoose(one)}
              aria-label={`${title}, ${t(`maps.side_${one}`)}`}
            />
            {sideWords(conflict, conflict[one])}
          </label>
        </td>
      ))}
      <td>{sideWords(conflict, conflict[side])}</td>
    </tr>
  )
}

/**
 * Somebody else saved first: what both did is joined by parts, and where both did something to the same part, one is
 * chosen. Nothing is lost: what is not chosen stays in the history or in the draft.
 */
export function MergeView({ editing, current }: { editing: MapEditing; current: JourneyMap }) {
  const { t, format } = useText()
  const [choices, setChoices] = useState<Record<string, MapSide>>({})
  const { base, document } = editing
  const { merged, conflicts } = useMemo(
    () => mergeMaps(base, document, current.document, choices),
    [base, document, current, choices],
  )
  return (
    <section className="merge" aria-label={t('maps.mergeTitle')}>
      <div className="notice warn" role="alert">
        <div className="grow">
          <p className="strong">{t('maps.mergeTitle')}</p>
          <p className="quiet">
            {t('maps.mergeText', { name: current.changedBy, time: format.moment(current.changedAt) })}
          </p>
        </div>
      </div>
      {conflicts.length > 0 && (
        <div className="scroll">
          <table className="conflicts">
            <caption>{t('maps.conflictsOf', { n: conflicts.length })}</caption>
            <thead>
              <tr>
                <th>{t('maps.part')}</th>
                <th>{t('maps.side_mine')}</th>
                <th>{t('maps.side_theirs')}</th>
                <th>{t('maps.side_result')}</th>
              </tr>
            </thead>
            <tbody>
              {conflicts.map((one) => (
                <Conflict
                  key={one.id}
                  conflict={one}
                  onChoose={(side) => setChoices({ ...choices, [one.id]: side })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="merge-columns">
        {(
          [
            ['mine', base, document],
            ['theirs', base, current.document],
            ['result', current.document, merged],
          ] as const
        ).map(([side, before, after]) => (
          <section key={side} className="section">
            <div className="section-head">
              <h2>{t(`maps.side_${side}`)}</h2>
              <span className="note">{t(`maps.sideNote_${side}`)}</span>
            </div>
            <ChangeList before={before} after={after} />
          </section>
        ))}
      </div>
      <div className="buttons">
        <Button
          kind="primary"
          busy={editing.busy}
          onClick={() => void editing.save(merged, current.revision)}
        >
          {t('maps.mergeSave')}
        </Button>
        <Button onClick={editing.forgetError}>{t('maps.mergeBack')}</Button>
      </div>
    </section>
  )
}
