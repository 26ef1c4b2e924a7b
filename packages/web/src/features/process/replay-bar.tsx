import type { ProcessReplayAnswer } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button, IconButton, Switch } from '../../ui/button.tsx'
import type { useReplayTime } from './use-replay-time.ts'

const speeds = ['0.5', '1', '2', '4'] as const

/** Plays how the process was walked over the period. Where motion is unwanted, only the slider moves it. */
export function ReplayBar(props: {
  isOpen: boolean
  slices: ProcessReplayAnswer['slices'] | null
  time: ReturnType<typeof useReplayTime>
  isStill: boolean
  onOpen: () => void
  onClose: () => void
}) {
  const { t, format } = useText()
  const { isOpen, slices, time, isStill } = props
  if (!isOpen)
    return (
      <div className="replay-bar">
        <Button icon="play" onClick={props.onOpen}>
          {t('process.play')}
        </Button>
        <span className="note">{t('process.playNote')}</span>
      </div>
    )
  const slice = slices?.[time.slice]
  const span = slice ? `${format.moment(slice.from)} – ${format.moment(slice.to)}` : '…'
  return (
    <div className="replay-bar">
      {!isStill && (
        <IconButton
          icon={time.isPlaying ? 'pause' : 'play'}
          label={t(time.isPlaying ? 'process.pause' : 'process.resume')}
          onClick={time.toggle}
        />
      )}
      <input
        type="range"
        min={0}
        max={Math.max(0, (slices?.length ?? 1) - 1)}
        value={time.slice}
        aria-label={t('process.replayTime')}
        aria-valuetext={span}
        onChange={(event) => time.move(event.target.valueAsNumber)}
      />
      <span className="replay-span">{span}</span>
      {!isStill && (
        <Switch
          label={t('process.speed')}
          value={speeds.find((one) => Number(one) === time.speed) ?? '1'}
          options={speeds.map((value) => ({
            value,
            label: `${value === '0.5' ? format.decimal(0.5) : value}×`,
          }))}
          onChange={(value) => time.setSpeed(Number(value))}
        />
      )}
      <IconButton icon="close" label={t('process.stopReplay')} onClick={props.onClose} />
    </div>
  )
}
