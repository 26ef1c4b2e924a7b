import { TextInput } from '@mantine/core'
import type { DraftStage, DraftStep, MapDraftAnswer } from '@teia/contracts'
import type { KeyboardEvent } from 'react'
import { useText } from '../../i18n/text.tsx'
import { ChannelIcon } from '../../ui/icons.tsx'
import { Share } from '../../ui/share.tsx'
import { FEW, Whisker } from '../../ui/whisker.tsx'
import type { OwnNames, ProposedStage, ProposedStep } from './drafted-map.ts'

type Props = {
  answer: MapDraftAnswer
  side: 'before' | 'after'
  stages: readonly ProposedStage[]
  without: ReadonlySet<string>
  own: OwnNames
  onAccept: (id: string, isAccepted: boolean) => void
  onName: (id: string, name: string) => void
}

/** Up and down walk over the boxes that accept. */
function walk(event: KeyboardEvent<HTMLTableElement>) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input[type=checkbox]:enabled')]
  const at = boxes.indexOf(event.target as HTMLInputElement)
  if (by === undefined || at < 0) return
  event.preventDefault()
  boxes[at + by]?.focus()
}

/** The share of people with its interval, and how many they are. */
function ShareCells({ facts, name }: { facts: DraftStep | DraftStage | null; name: string }) {
  const { t, format } = useText()
  if (!facts)
    return (
      <>
        <td />
        <td className="num" />
        <td className="num" />
      </>
    )
  const { share, low, high, people } = facts
  return (
    <>
      <td>
        <Whisker
          {...{ low, high }}
          value={share}
          from={0}
          to={1}
          few={people / (share || 1) < FEW}
          label={`${name}: ${format.percent(share)}, ${format.percentSpan(low, high)}`}
        />
      </td>
      <td className="num">
        <Share {...{ share, low, high }} />
      </td>
      <td className="num">
        <span className="visually-hidden">{t('mapDraft.people')} </span>
        {format.whole(people)}
      </td>
    </>
  )
}

function StepRow(props: Props & { step: ProposedStep; isOut: boolean }) {
  const { t, format } = useText()
  const { step, isOut, without, answer, side, own } = props
  const isAccepted = !isOut && !without.has(step.id)
  const { facts } = step
  const why = facts
    ? t(`mapDraft.why_${side}`, {
        n: facts.people,
        of: answer.people,
        time: format.duration(facts.seconds),
        place: format.numbers.format(facts.place),
      })
    : t('mapDraft.whyOutcome', { of: answer.people })
  return (
    <tr className={isAccepted ? undefined : 'rejected'}>
      <td className="check-cell">
        <input
          type="checkbox"
          checked={isAccepted}
          disabled={isOut}
          aria-label={t('mapDraft.acceptStep', { name: step.name })}
          onChange={(event) => props.onAccept(step.id, event.target.checked)}
        />
      </td>
      <td>
        <div className="draft-name">
          {facts && <ChannelIcon channel={facts.channel} />}
          <TextInput
            aria-label={t('mapDraft.stepName')}
            value={own[step.id] ?? step.name}
            maxLength={120}
            disabled={!isAccepted}
            onChange={(event) => props.onName(step.id, event.currentTarget.value)}
          />
        </div>
        <p className="note draft-why">
          {why} {facts?.optional && t('mapDraft.optional')}
        </p>
      </td>
      <ShareCells facts={facts} name={step.name} />
      <td className="num">{facts && format.duration(facts.seconds)}</td>
      <td className="num">{format.whole(facts ? facts.met : answer.people)}</td>
    </tr>
  )
}

function StageRow(props: Props & { stage: ProposedStage }) {
  const { t, format } = useText()
  const { stage, without, own } = props
  const isAccepted = !without.has(stage.id)
  const time = stage.facts?.seconds
  const [least, most] = [format.duration(time?.least ?? 0), format.duration(time?.most ?? 0)]
  return (
    <tr className={isAccepted ? 'draft-stage' : 'draft-stage rejected'}>
      <td className="check-cell">
        <input
          type="checkbox"
          checked={isAccepted}
          aria-label={t('mapDraft.acceptStage', { name: stage.name })}
          onChange={(event) => props.onAccept(stage.id, event.target.checked)}
        />
      </td>
      <td>
        <TextInput
          aria-label={t('mapDraft.stageName')}
          value={own[stage.id] ?? stage.name}
          maxLength={120}
          disabled={!isAccepted}
          onChange={(event) => props.onName(stage.id, event.currentTarget.value)}
        />
      </td>
      <ShareCells facts={stage.facts} name={stage.name} />
      <td className="num">{time && (least === most ? least : t('mapDraft.stageTime', { least, most }))}</td>
      <td />
    </tr>
  )
}

/** Each proposed stage with its steps: a box that accepts it, its name to be changed, why it is proposed, and its numbers. */
export function ProposalTable(props: Props) {
  const { t } = useText()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; this box scrolls a table
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div className="scroll" role="group" tabIndex={0} aria-label={t('mapDraft.proposals')}>
      <table className="proposals" onKeyDown={walk}>
        <thead>
          <tr>
            <th className="check-cell">
              <span className="visually-hidden">{t('mapDraft.accept')}</span>
            </th>
            <th>{t('mapDraft.step')}</th>
            <th>
              <span className="visually-hidden">{t('separates.interval')}</span>
            </th>
            <th className="num">{t('paths.share')}</th>
            <th className="num">{t('mapDraft.people')}</th>
            <th className="num">{t(`mapDraft.time_${props.side}`)}</th>
            <th className="num" title={t('mapDraft.everybodyNote')}>
              {t('mapDraft.everybody')}
            </th>
          </tr>
        </thead>
        {props.stages.map((stage) => (
          <tbody key={stage.id}>
            <StageRow {...props} stage={stage} />
            {stage.steps.map((step) => (
              <StepRow key={step.id} {...props} step={step} isOut={props.without.has(stage.id)} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}
