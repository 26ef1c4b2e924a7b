import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ConformanceAnswer, MapQuestion } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { Pairs, PanelSection } from '../../ui/side-panel.tsx'
import { Whisker } from '../../ui/whisker.tsx'
import { LeftOut } from './left-out.tsx'
import { conformanceQuery } from './map-queries.ts'

type Deviation = ConformanceAnswer['deviations'][number]

function Deviations({ items }: { items: readonly Deviation[] }) {
  const { t, format } = useText()
  if (items.length === 0) return <p className="quiet">{t('maps.noDeviation')}</p>
  return (
    <ul className="deviations">
      {items.map((one) => {
        const { kind, people, scoreLoss, revenueLoss } = one
        const costs = [
          scoreLoss === null ? null : t('maps.scoreLoss', { value: format.signed(scoreLoss, 1) }),
          revenueLoss === null || Math.round(revenueLoss) === 0
            ? null
            : t(revenueLoss > 0 ? 'maps.revenueLoss' : 'maps.revenueGain', {
                value: format.moneyWhole(Math.abs(revenueLoss)),
              }),
        ].filter((cost) => cost !== null)
        return (
          <li key={kind}>
            <span className="grow">{t(`maps.kind_${kind}`)}</span>
            <b>{t('maps.stagePeople', { n: people })}</b>
            {costs.length > 0 && <span className="note">{costs.join(', ')}</span>}
          </li>
        )
      })}
    </ul>
  )
}

/** Where people depart from the drawing at a step, and how well all walks fit it. */
export function StepConformance({ question, step }: { question: MapQuestion; step: string }) {
  const { t, format } = useText()
  const { mapId, steps, state, patience, range, filter } = question
  const options = conformanceQuery({
    ...(mapId !== undefined && { mapId }),
    ...(steps && { steps }),
    ...(patience && { patience }),
    ...(filter && { filter }),
    state,
    range,
  })
  const query = useQuery(options)
  return (
    <AnswerArea query={{ ...query, isPlaceholderData: false }} queryKey={options.queryKey} rows={6}>
      {(data) => (
        <>
          <PanelSection title={t('maps.deviations')}>
            <Deviations
              items={data.deviations
                .filter((one) => one.step === step)
                .toSorted((a, b) => b.people - a.people)}
            />
          </PanelSection>
          <PanelSection title={t('maps.wholeMap')} note={t('maps.fitnessNote')}>
            <Pairs
              pairs={[
                [
                  t('maps.fitness'),
                  <>
                    <Whisker
                      value={data.fitness}
                      low={data.low}
                      high={data.high}
                      from={0}
                      to={1}
                      label={t('maps.fitness')}
                    />{' '}
                    <b>{format.hundredths(data.fitness)}</b>
                  </>,
                ],
                [
                  t('maps.walkedAsDrawn'),
                  t('maps.fittingOf', { n: format.whole(data.fitting), of: format.whole(data.people) }),
                ],
                [t('maps.variants'), format.whole(data.variants)],
              ]}
            />
            {data.isPartial && <p className="note">{t('maps.partial')}</p>}
            <LeftOut answer={data} />
            {mapId !== undefined && (
              <Link
                to="/maps/$mapId/conformance"
                params={{ mapId }}
                search={{
                  period: 'custom',
                  from: range.from,
                  to: range.to,
                  filter,
                  ...(state === 'toBe' && { state }),
                }}
              >
                {t('conformance.title')}
              </Link>
            )}
          </PanelSection>
        </>
      )}
    </AnswerArea>
  )
}
