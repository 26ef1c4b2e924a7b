import { useQuery } from '@tanstack/react-query'
import { useText } from '../../i18n/text.tsx'
import { segmentsQuery } from '../../lib/segments.ts'
import { Pick } from '../../ui/pick.tsx'
import { MOST_SEGMENTS } from './conformance-search.ts'

/** Which segments stand beside everybody. */
export function SegmentsPick(props: { chosen: readonly string[]; onChange: (chosen: string[]) => void }) {
  const { t } = useText()
  const { data } = useQuery(segmentsQuery)
  const { chosen, onChange } = props
  const items = data?.items ?? []
  return (
    <Pick
      name={t('conformance.segments')}
      value={chosen.length === 0 ? t('maps.againstNone') : t('conformance.segmentsOf', { n: chosen.length })}
      set={chosen.length > 0}
    >
      {() => (
        <fieldset className="lane-choices">
          <legend className="note">
            {items.length === 0
              ? t('conformance.noSegments')
              : t('conformance.segmentsMost', { n: MOST_SEGMENTS })}
          </legend>
          {items.map(({ id, name }) => (
            <label key={id} className="check">
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                disabled={!chosen.includes(id) && chosen.length >= MOST_SEGMENTS}
                onChange={(event) =>
                  onChange(event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
                }
              />
              {name}
            </label>
          ))}
        </fieldset>
      )}
    </Pick>
  )
}
