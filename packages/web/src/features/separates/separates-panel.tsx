import { type SeparatesAnswer, SeparatesPeopleAnswer, type Separating } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button, Switch } from '../../ui/button.tsx'
import { Share } from '../../ui/share.tsx'
import { Pairs, SidePanel } from '../../ui/side-panel.tsx'
import { AnswerPeople } from '../segments/answer-people.tsx'
import type { OpenThing } from './separates-search.ts'
import { pText, useRatioText } from './separates-table.tsx'
import { type AskedSeparates, peopleQuestion, useThingName } from './use-separates.ts'

function Numbers({ item }: { item: Separating }) {
  const { t, format } = useText()
  const ratioText = useRatioText()
  const share = (one: Separating['wentOn']) => <Share share={one.share} low={one.low} high={one.high} />
  const ratio = (of: Separating['ratio']) => (
    <>
      {ratioText(of).ratio} <span className="note">{ratioText(of).span}</span>
    </>
  )
  return (
    <>
      <div style={{ marginTop: 8 }}>
        <Pairs
          pairs={[
            [t('separates.wentOn'), share(item.wentOn)],
            [t('separates.left'), share(item.left)],
            [t('separates.ratio'), ratio(item.ratio)],
            ...(item.withinRatio ? [[t('separates.alike'), ratio(item.withinRatio)] as const] : []),
            [t('separates.adjustedP'), pText(item.adjustedP, format)],
          ]}
        />
      </div>
      <p className="note">{t(item.isConfounded ? 'separates.confoundedNote' : 'separates.notCause')}</p>
    </>
  )
}

/** A thing: both shares, how sure the difference is, who they are, and how to go on with it. */
export function SeparatesPanel(props: {
  answer: SeparatesAnswer
  item: Separating
  question: AskedSeparates
  open: OpenThing
  onOpen: (open: OpenThing) => void
  onClose: () => void
  onFilter: (() => void) | null
  onCopy: () => void
}) {
  const { t } = useText()
  const thingName = useThingName()
  const { item, open } = props
  return (
    <SidePanel
      kind={t(`filters.kind_${item.kind}`)}
      title={thingName(item)}
      label={t('separates.panel')}
      onClose={props.onClose}
    >
      <Numbers item={item} />
      <section>
        <div className="buttons">
          <Switch
            label={t('separates.who')}
            value={open.part}
            options={[
              { value: 'wentOn', label: t('separates.wentOn') },
              { value: 'left', label: t('separates.left') },
            ]}
            onChange={(part) => props.onOpen({ ...open, part })}
          />
          <Switch
            label={t('separates.having')}
            value={open.has ? 'with' : 'without'}
            options={[
              { value: 'with', label: t('separates.with') },
              { value: 'without', label: t('separates.without') },
            ]}
            onChange={(value) => props.onOpen({ ...open, has: value === 'with' })}
          />
        </div>
      </section>
      <AnswerPeople
        answer={SeparatesPeopleAnswer}
        name="separates-people"
        question={peopleQuestion(props.question, open)}
        few={6}
      />
      <section>
        <div className="buttons">
          {props.onFilter && <Button onClick={props.onFilter}>{t('separates.filterFunnel')}</Button>}
          <Button onClick={props.onCopy}>{t('common.copyLink')}</Button>
        </div>
      </section>
    </SidePanel>
  )
}
