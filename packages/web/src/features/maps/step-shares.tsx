import { useQuery } from '@tanstack/react-query'
import type { MapQuestion, MapStepAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { useBreakdownChoices, useSeriesName } from '../../ui/breakdown-choices.ts'
import { ChoicePick } from '../../ui/pick.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import { FEW, Whisker } from '../../ui/whisker.tsx'
import { stepSharesQuery } from './map-queries.ts'
import { ShareChart, scaleOf } from './share-chart.tsx'

/** What is split by when nothing is said. */
const USUAL = 'channel'

type Group = MapStepAnswer['groups'][number]
const scaleOfGroups = (groups: readonly Group[]) =>
  scaleOf(groups.flatMap(({ low, high, before }) => [low, high, before?.share ?? low]))

/** Each group with its share and interval on one scale; hollow: the period before. */
function Groups({ groups, by, from, to }: { groups: Group[]; by: string } & ReturnType<typeof scaleOf>) {
  const { t, format } = useText()
  const nameOf = useSeriesName(by)
  return (
    <table className="share-groups">
      <tbody>
        {groups.map(({ key, entered, share, low, high, before }) => {
          const turn = before && (high < before.low ? 'bad' : low > before.high ? 'good' : undefined)
          const span = format.percentSpan(low, high)
          return (
            <tr key={key}>
              <th scope="row">
                {nameOf(key)} <span className="note">{t('maps.n', { n: entered })}</span>
              </th>
              <td>
                <Whisker
                  {...{ value: share, low, high, from, to }}
                  before={before?.share}
                  tone={turn ?? undefined}
                  few={entered < FEW}
                  label={`${nameOf(key)}: ${format.percent(share)} (${span})`}
                />
              </td>
              <td className="number" title={span}>
                {format.percent(share)}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** The share who go on by what is known of them, and what that is to be. */
function ByGroup(props: { groups: Group[]; by: string; onBy: (by: string | undefined) => void }) {
  const { t, format } = useText()
  const choices = useBreakdownChoices()
  const { groups, by, onBy } = props
  const scale = scaleOfGroups(groups)
  const percent = (share: number) => format.whole(share * 100)
  return (
    <PanelSection
      title={t('maps.shareByGroup')}
      note={groups.length > 0 && t('maps.groupNote', { from: percent(scale.from), to: percent(scale.to) })}
    >
      <div className="buttons">
        <ChoicePick
          name={t('trends.splitBy')}
          value={by}
          choices={choices.filter(({ value }) => value !== '')}
          onChange={(value) => onBy(value === USUAL ? undefined : value)}
        />
      </div>
      {groups.length > 0 ? (
        <Groups groups={groups} by={by} {...scale} />
      ) : (
        <p className="quiet">{t('maps.nobodyOnDays')}</p>
      )}
    </PanelSection>
  )
}

/** The share who go on from a step: by day beside what was usual, and by what is known of them. */
export function StepShares(props: {
  question: MapQuestion
  step: string
  by: string | undefined
  onBy: (by: string | undefined) => void
}) {
  const { t } = useText()
  const { question, step, by = USUAL, onBy } = props
  const { against: _, ...map } = question
  const options = stepSharesQuery({ map, step, breakdown: by })
  const query = useQuery(options)
  return (
    <AnswerArea query={query} queryKey={options.queryKey} rows={8}>
      {({ days, usual, groups }) => (
        <>
          <PanelSection
            title={t('maps.shareByDay')}
            note={t(usual ? 'maps.shareNoteUsual' : 'maps.shareNote')}
          >
            {days.some(({ entered }) => entered > 0) ? (
              <ShareChart days={days} usual={usual} />
            ) : (
              <p className="quiet">{t('maps.nobodyOnDays')}</p>
            )}
          </PanelSection>
          <ByGroup groups={groups} by={by} onBy={onBy} />
        </>
      )}
    </AnswerArea>
  )
}
