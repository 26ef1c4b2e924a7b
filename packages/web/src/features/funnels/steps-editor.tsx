import type { FunnelStep } from '@teia/contracts'
import { useRef, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { PlacePick } from '../../ui/place-pick.tsx'
import { ExclusionLines } from './exclusion-lines.tsx'
import type { FunnelsSearch } from './funnels-search.ts'
import { StepLine } from './step-line.tsx'
import { useStepName } from './step-name.ts'

const MOST_STEPS = 20

/** The steps in their order. A step is dragged, or moved by the arrow keys on its number. */
export function StepsEditor({
  steps,
  search,
  onChange,
}: {
  steps: readonly FunnelStep[]
  search: FunnelsSearch
  onChange: (change: Partial<FunnelsSearch>) => void
}) {
  const { t } = useText()
  const stepName = useStepName()
  const [dragged, setDragged] = useState<number | null>(null)
  const [said, setSaid] = useState('')
  const list = useRef<HTMLOListElement>(null)
  const set = (next: readonly FunnelStep[]) => {
    const [first, ...rest] = next
    onChange({ steps: first ? [{ ...first, optional: false }, ...rest] : [] })
  }
  const move = (from: number, to: number) => {
    const step = steps[from]
    if (!step || to < 0 || to >= steps.length || to === from) return
    set(steps.toSpliced(from, 1).toSpliced(to, 0, step))
    setSaid(t('funnels.moved', { name: stepName(step), n: to + 1 }))
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-grip="${to}"]`)?.focus())
  }
  return (
    <section className="steps-editor" aria-label={t('funnels.steps')}>
      <span className="visually-hidden" role="status">
        {said}
      </span>
      <ol ref={list}>
        {steps.map((step, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            key={at}
            draggable
            className={dragged === at ? 'dragged' : undefined}
            onDragStart={() => setDragged(at)}
            onDragEnd={() => setDragged(null)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault()
              if (dragged !== null) move(dragged, at)
              setDragged(null)
            }}
          >
            <StepLine
              step={step}
              at={at}
              count={steps.length}
              mayBeOptional={at > 0 && search.order !== 'strict'}
              onChange={(next) => set(steps.with(at, next))}
              onMove={(to) => move(at, to)}
              onRemove={() => set(steps.toSpliced(at, 1))}
            />
          </li>
        ))}
      </ol>
      <div className="steps-foot">
        {steps.length < MOST_STEPS && (
          <PlacePick
            name={t('funnels.addStep')}
            place={{}}
            bare
            add={t('funnels.addStep')}
            onChange={(place) => set([...steps, { ...place, optional: false }])}
          />
        )}
        {search.order !== 'any' && steps.length > 1 && (
          <ExclusionLines
            exclusions={search.exclusions ?? []}
            steps={steps}
            onChange={(exclusions) => onChange({ exclusions })}
          />
        )}
      </div>
    </section>
  )
}
