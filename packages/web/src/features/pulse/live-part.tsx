import { Link } from '@tanstack/react-router'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { StreamList, useLive } from '../../ui/live-stream.tsx'
import { Section } from '../../ui/page-header.tsx'

/** What happens right now, in a column beside the answer. */
export function LivePart() {
  const { t } = useText()
  const live = useLive(11)
  return (
    <Section
      title={t('pulse.live')}
      note={t('pulse.perMinute', { n: live.perMinute })}
      actions={
        <Button kind="link" onClick={live.paused ? live.resume : live.pause}>
          {live.paused ? t('pulse.resume', { n: live.waiting }) : t('pulse.pause')}
        </Button>
      }
    >
      {live.items.length > 0 ? <StreamList items={live.items} /> : <p className="note">{t('pulse.quiet')}</p>}
      <p className="table-foot">
        <Link to="/live">{t('pulse.openLive')}</Link>
      </p>
    </Section>
  )
}
