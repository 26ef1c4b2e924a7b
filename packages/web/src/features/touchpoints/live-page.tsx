import { Link } from '@tanstack/react-router'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { StreamList, useLive } from '../../ui/live-stream.tsx'
import { StateLabel } from '../../ui/metric.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'

/** Every interaction of the workspace, as it comes. */
export function LivePage() {
  const { t } = useText()
  const live = useLive(200)
  return (
    <>
      <PageHeader
        title={t('shell.live')}
        deck={t('touchpoints.liveDeck')}
        actions={
          <Button icon={live.paused ? 'play' : 'pause'} onClick={live.paused ? live.resume : live.pause}>
            {live.paused ? t('pulse.resume', { n: live.waiting }) : t('pulse.pause')}
          </Button>
        }
      />
      <Section
        className="below"
        title={t('pulse.perMinute', { n: live.perMinute })}
        note={
          <StateLabel tone={live.state === 'open' ? 'good' : live.state === 'lost' ? 'warn' : 'neutral'}>
            {t(`touchpoints.${live.state}`)}
          </StateLabel>
        }
      >
        {live.items.length > 0 ? (
          <StreamList items={live.items} />
        ) : (
          <EmptyState
            title={t('pulse.quiet')}
            action={
              <Link className="button" to="/sources">
                {t('shell.sources')}
              </Link>
            }
          >
            {t('touchpoints.liveEmpty')}
          </EmptyState>
        )}
      </Section>
    </>
  )
}
