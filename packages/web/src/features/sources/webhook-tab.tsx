import { useQuery } from '@tanstack/react-query'
import type { Source, Webhook } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { StateLabel } from '../../ui/metric.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { MappingEditor } from './mapping-editor.tsx'
import { CopyLine } from './setup-tab.tsx'
import { webhookQuery } from './source-queries.ts'
import { WebhookSecrets } from './webhook-secrets.tsx'
import { WebhookSignatureForm } from './webhook-signature.tsx'

function Warnings({ webhook }: { webhook: Webhook }) {
  const { t } = useText()
  if (webhook.warnings.length === 0) return null
  return (
    <ul className="stack" style={{ gap: 4, marginBottom: 10 }}>
      {webhook.warnings.map((warning) => (
        <li key={warning}>
          <StateLabel tone="warn">{t(`webhooks.warning_${warning}`)}</StateLabel>
        </li>
      ))}
    </ul>
  )
}

/** The webhook of a source: where a provider sends to, how it proves who it is, and what its deliveries become. */
export function WebhookTab({ source }: { source: Source }) {
  const { t } = useText()
  const may = useMay()
  const { data, error, refetch } = useQuery(webhookQuery(source.id))
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={12} />
  const locked = !may('sources:write')
  return (
    <>
      <Warnings webhook={data} />
      <div className="two-columns">
        <Section title={t('webhooks.address')} note={t('webhooks.addressNote')}>
          <CopyLine label={t('webhooks.copyAddress')} text={data.url} />
          {data.verifyToken !== null && (
            <>
              <p style={{ marginTop: 10 }}>{t('webhooks.verifyToken')}</p>
              <CopyLine label={t('webhooks.copyToken')} text={data.verifyToken} />
            </>
          )}
          <div style={{ marginTop: 14 }}>
            <WebhookSignatureForm
              key={JSON.stringify(data.signature)}
              sourceId={source.id}
              webhook={data}
              locked={locked}
            />
          </div>
        </Section>
        <WebhookSecrets sourceId={source.id} webhook={data} locked={locked} />
      </div>
      <MappingEditor
        key={`${source.id} ${JSON.stringify(data.mapping)}`}
        source={source}
        webhook={data}
        locked={locked}
      />
    </>
  )
}
