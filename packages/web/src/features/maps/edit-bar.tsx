import { laneKinds, type MapDocument, type MapDrawing, type MapState } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { useOpenMenu } from '../../ui/context-menu.tsx'
import type { MapCommand } from './map-commands.ts'
import { placeOf } from './map-facts.ts'
import { emptyStep, newPartId } from './part-moves.ts'

/** What can be added to a drawing, and by which keys it is changed. New steps come after the step that is open. */
export function EditBar(props: {
  document: MapDocument
  drawing: MapDrawing
  state: MapState
  step: string | undefined
  run: (command: MapCommand) => void
}) {
  const { t } = useText()
  const openMenu = useOpenMenu()
  const { document, drawing, state, step, run } = props
  const open = step === undefined ? null : placeOf(drawing, step)
  const stage = open?.stage ?? drawing.stages.at(-1)
  const addStage = () =>
    run({
      do: 'stage.add',
      state,
      at: open ? drawing.stages.indexOf(open.stage) + 1 : drawing.stages.length,
      stage: { id: newPartId(), name: t('maps.newStage'), steps: [emptyStep(t('maps.newStep'))] },
    })
  const addStep = () => {
    if (!stage) return addStage()
    const at = open ? stage.steps.indexOf(open.step) + 1 : stage.steps.length
    run({ do: 'step.add', state, stage: stage.id, at, step: emptyStep(t('maps.newStep')) })
  }
  const missing = laneKinds.filter(
    (kind) => kind === 'free' || document.lanes.every((one) => one.kind !== kind),
  )
  return (
    <div className="edit-bar" role="toolbar" aria-label={t('maps.editBar')}>
      <Button icon="plus" onClick={addStep}>
        {t('maps.addStep')}
      </Button>
      <Button icon="plus" onClick={addStage}>
        {t('maps.addStage')}
      </Button>
      <Button
        icon="plus"
        aria-haspopup="menu"
        onClick={(event) =>
          openMenu(
            event.currentTarget,
            missing.map((kind) => ({
              label: t(`maps.lane_${kind}`),
              onSelect: () =>
                run({
                  do: 'lane.add',
                  at: document.lanes.length,
                  lane: { id: newPartId(), kind, name: kind === 'free' ? t('maps.newLane') : '' },
                }),
            })),
          )
        }
      >
        {t('maps.addLane')}
      </Button>
      <span className="note edit-keys">{t('maps.editKeys')}</span>
    </div>
  )
}
