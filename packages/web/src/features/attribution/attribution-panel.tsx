import { type AttributionAnswer, AttributionPeopleAnswer } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button, Switch } from '../../ui/button.tsx'
import { Pairs, PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { AnswerPeople } from '../segments/answer-people.tsx'
import { type ChannelRow, givenOf, ownerOf, useGivenText, useModelName } from './attribution-facts.ts'
import type { Measure, OpenChannel } from './attribution-search.ts'
import type { AskedAttribution } from './use-attribution.ts'

function Models(props: { answer: AttributionAnswer; row: ChannelRow; measure: Measure }) {
  const { t } = useText()
  const modelName = useModelName()
  const { answer, row, measure } = props
  const text = useGivenText(measure)
  return (
    <PanelSection title={t('attribution.gives')} note={t(`attribution.show_${measure}`)}>
      <Pairs
        pairs={answer.models.map(({ model }, at) => {
          const given = row.given[at] && givenOf(row.given[at], measure)
          return [
            modelName(model),
            given ? (
              <>
                <b>{text.value(given.estimate)}</b> <span className="note">{text.span(given)}</span>
              </>
            ) : (
              '–'
            ),
          ] as const
        })}
      />
    </PanelSection>
  )
}

/** A channel: what each model gives it, and whose path has it. */
export function AttributionPanel(props: {
  answer: AttributionAnswer
  row: ChannelRow
  name: string
  measure: Measure
  question: AskedAttribution
  open: OpenChannel
  onOpen: (open: OpenChannel) => void
  onClose: () => void
  onCopy: () => void
}) {
  const { t, format } = useText()
  const may = useMay()
  const { answer, row, open, question } = props
  return (
    <SidePanel
      kind={row.ownership ? t(`attribution.owner_${ownerOf(row)}`) : t('attribution.channel')}
      title={props.name}
      label={t('attribution.panel')}
      onClose={props.onClose}
    >
      {row.channel !== '' && (
        <div style={{ marginTop: 8 }}>
          <Pairs
            pairs={[
              [t('attribution.touches'), format.whole(row.touches)],
              ...(row.spend === null
                ? []
                : [
                    [t('attribution.spend'), format.money(row.spend)] as const,
                    [
                      t('attribution.spendKnown'),
                      t('attribution.spendDays', { n: row.spendDays, of: answer.spend?.days ?? 0 }),
                    ] as const,
                  ]),
            ]}
          />
        </div>
      )}
      <Models answer={answer} row={row} measure={props.measure} />
      {may('people:read') && (
        <>
          {row.channel !== '' && (
            <section>
              <Switch
                label={t('attribution.who')}
                value={open.part}
                options={[
                  { value: 'converted', label: t('attribution.converted') },
                  { value: 'not', label: t('attribution.notConverted') },
                ]}
                onChange={(part) => props.onOpen({ ...open, part })}
              />
            </section>
          )}
          <AnswerPeople
            answer={AttributionPeopleAnswer}
            name="attribution-people"
            question={{ attribution: question, ...open }}
            few={6}
          />
        </>
      )}
      <section>
        <div className="buttons">
          <Button onClick={props.onCopy}>{t('common.copyLink')}</Button>
        </div>
      </section>
    </SidePanel>
  )
}
