import {
  differenceOfDrawings,
  differenceOfMaps,
  type MapChange,
  type MapDocument,
  type MapDrawing,
} from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { usePartName } from './part-name.ts'
import { useValueWords } from './value-words.ts'

const signs = { added: '+', removed: '−', changed: '·', moved: '→' } as const

/** The step that a change is in, so that a click leads there; null for lanes and the map itself. */
function stepOf(drawing: MapDrawing | null, { kind, id }: MapChange['part']): string | null {
  if (kind === 'step') return id
  if (kind !== 'card') return null
  const steps = drawing?.stages.flatMap((stage) => stage.steps) ?? []
  return (
    steps.find((step) =>
      Object.values(step.cards)
        .flat()
        .some((card) => card.id === id),
    )?.id ?? null
  )
}

/** One change in words: what it is about, and what it was before. */
function Line({ change, onOpen }: { change: MapChange; onOpen: (() => void) | null }) {
  const { t } = useText()
  const valueWords = useValueWords()
  const { kind, part, field, before, after } = change
  const name = usePartName()(part)
  const title = t(`maps.change_${kind}`, { part: t(`maps.partKind_${part.kind}`), name })
  return (
    <li className={`change ${kind}`}>
      <span className="change-sign" aria-hidden="true">
        {signs[kind]}
      </span>
      <div>
        {onOpen ? (
          <button type="button" className="as-link" onClick={onOpen}>
            {title}
          </button>
        ) : (
          title
        )}
        {field !== undefined && (
          <p className="note">
            {t(`maps.field_${field as 'name'}`)}: <del>{valueWords(field, before)}</del>{' '}
            <ins>{valueWords(field, after)}</ins>
          </p>
        )}
      </div>
    </li>
  )
}

function Changes(props: {
  changes: readonly MapChange[]
  drawing: MapDrawing | null
  onOpen?: (step: string) => void
}) {
  const { t } = useText()
  const { changes, drawing, onOpen } = props
  if (changes.length === 0) return <p className="quiet">{t('maps.noChange')}</p>
  return (
    <ul className="changes">
      {changes.map((change) => {
        const step = onOpen && stepOf(drawing, change.part)
        const { kind, part, field } = change
        return (
          <Line
            key={`${kind} ${part.state} ${part.kind} ${part.id} ${field}`}
            change={change}
            onOpen={step && onOpen ? () => onOpen(step) : null}
          />
        )
      })}
    </ul>
  )
}

/** What became different between two versions of a map, or of one of its steps. */
export function ChangeList(props: { before: MapDocument; after: MapDocument; part?: string | undefined }) {
  const { before, after, part } = props
  const all = differenceOfMaps(before, after)
  const isOf = (change: MapChange) =>
    part === undefined ||
    [before, after].some((one) =>
      [one.asIs, one.toBe].some((drawing) => stepOf(drawing, change.part) === part),
    )
  return <Changes changes={all.filter(isOf)} drawing={after.asIs} />
}

/** What the future changes of the present; a line leads to its step. */
export function FutureList(props: { asIs: MapDrawing; toBe: MapDrawing; onOpen: (step: string) => void }) {
  const { asIs, toBe, onOpen } = props
  return <Changes changes={differenceOfDrawings(asIs, toBe)} drawing={toBe} onOpen={onOpen} />
}
