import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Source } from '@teia/contracts'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/text.tsx'
import { IconButton } from '../../ui/button.tsx'
import { StateLabel } from '../../ui/metric.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { useCopy } from '../../ui/use-copy.ts'
import { SnippetBox } from './snippet-box.tsx'
import { isWebhook } from './source-kinds.ts'
import { sourcesQuery, webhookQuery } from './source-queries.ts'

/** A text to take away, with its button. */
export function CopyLine({ label, text }: { label: string; text: string }) {
  const copy = useCopy()
  return (
    <div className="address">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <code tabIndex={0}>{text}</code>
      <IconButton icon="copy" label={label} onClick={() => void copy(text)} />
    </div>
  )
}

/** Whether anything has come yet; looks again by itself. */
function Arrival({ source }: { source: Source }) {
  const { t, format } = useText()
  const { data } = useQuery({ ...sourcesQuery, refetchInterval: source.lastEventAt === null ? 3_000 : false })
  const last = data?.items.find((one) => one.id === source.id)?.lastEventAt ?? null
  return last === null ? (
    <StateLabel tone="neutral">{t('sources.nothingYet')}</StateLabel>
  ) : (
    <StateLabel tone="good">
      {t('sources.lastCame', { last: format.moment(last) })}{' '}
      <Link to="/sources/$sourceId" params={{ sourceId: source.id }} search={{ tab: 'live' }}>
        {t('sources.seeLive')}
      </Link>
    </StateLabel>
  )
}

function WebhookSteps({ source }: { source: Source }) {
  const { t, maybe } = useText()
  const { data, error, refetch } = useQuery(webhookQuery(source.id))
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={5} />
  const toWebhook = (words: ReactNode) => (
    <Link to="/sources/$sourceId" params={{ sourceId: source.id }} search={{ tab: 'webhook' }}>
      {words}
    </Link>
  )
  return (
    <ol className="steps">
      <li>
        <div>
          {maybe(`webhooks.where_${data.provider}`, t('webhooks.where_generic'))}
          <CopyLine label={t('webhooks.copyAddress')} text={data.url} />
        </div>
      </li>
      <li>
        <div>{maybe(`webhooks.which_${data.provider}`, t('webhooks.which_generic'))}</div>
      </li>
      {data.verifyToken !== null && (
        <li>
          <div>
            {t('webhooks.verifyToken')}
            <CopyLine label={t('webhooks.copyToken')} text={data.verifyToken} />
          </div>
        </li>
      )}
      <li>
        <div>
          <p>{maybe(`webhooks.secret_${data.provider}`, t('webhooks.secret_generic'))}</p>
          <p>
            {data.secrets.length === 0 && data.signature.scheme !== 'none' ? (
              <StateLabel tone="warn">{toWebhook(t('webhooks.addFirstSecret'))}</StateLabel>
            ) : (
              <StateLabel tone="good">
                {toWebhook(t('webhooks.hasSecrets', { n: data.secrets.length }))}
              </StateLabel>
            )}
          </p>
        </div>
      </li>
      <li>
        <div>
          <p>{t('webhooks.sendTest')}</p>
          <Arrival source={source} />
        </div>
      </li>
    </ol>
  )
}

/** How to connect: lines to paste for a site, app or server; steps at the provider for a webhook. */
export function SetupTab({ source }: { source: Source }) {
  const { t } = useText()
  if (isWebhook(source.kind))
    return (
      <Section title={t('sources.howTo')} note={t(`sources.for_${source.kind}`)}>
        <WebhookSteps source={source} />
      </Section>
    )
  return (
    <Section title={t('sources.howTo')} note={t('sources.howToNote')}>
      <div className="wide-form">
        <SnippetBox source={source} />
        <p style={{ marginTop: 14 }}>
          <Arrival source={source} />
        </p>
      </div>
    </Section>
  )
}
