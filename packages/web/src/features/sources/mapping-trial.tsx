import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type Source, type WebhookMapping, type WebhookProvider, WebhookTrial } from '@teia/contracts'
import { useEffect, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { ApiError, ask } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { StateLabel } from '../../ui/metric.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { recentQuery } from './source-queries.ts'
import { type Sample, samples } from './webhook-samples.ts'

const write = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body, null, 2))
const writeHeaders = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
const readHeaders = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf(':')
      return at > 0 ? [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]] : []
    }),
  )

/** What a delivery becomes: the messages with the rule that made each, and what made nothing and why. */
function Result({ trial }: { trial: WebhookTrial }) {
  const { t, maybe, told } = useText()
  const nothing = trial.messages.length + trial.refused.length + trial.privacyRequests.length === 0
  return (
    <div>
      <p>
        <StateLabel tone={trial.messages.length > 0 ? 'good' : 'warn'}>
          {t('webhooks.becomes', { n: trial.messages.length })}
        </StateLabel>
      </p>
      {trial.messages.map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages of one delivery have their order as their name
        <div key={place} className="made">
          <p>
            <b>{String(one.message.event ?? one.message.type)}</b>{' '}
            <span className="note">
              {t('webhooks.byRule', { n: one.rule + 1, type: String(one.message.type) })}
            </span>
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
          <pre className="code" tabIndex={0}>
            {JSON.stringify(one.message, null, 2)}
          </pre>
        </div>
      ))}
      {trial.refused.map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: refusals of one delivery have their order as their name
        <div key={place} className="made">
          <StateLabel tone="bad">{maybe(`sources.reason_${one.reason}`, one.reason)}</StateLabel>{' '}
          <span className="quiet">{told(one.faults, one.detail)}</span>
        </div>
      ))}
      {trial.privacyRequests.map((one, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: requests of one delivery have their order as their name
        <div key={place} className="made">
          <StateLabel tone="neutral">{t('webhooks.privacyRequest')}</StateLabel>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
          <pre className="code" tabIndex={0}>
            {JSON.stringify(one, null, 2)}
          </pre>
        </div>
      ))}
      {nothing && <p className="quiet">{t('webhooks.becomesNothing')}</p>}
    </div>
  )
}

/** Says by the mapping as it is written now what a delivery would become; nothing is stored. */
export function MappingTrial({
  source,
  provider,
  mapping,
  mappingText,
  onRefused,
  locked,
}: {
  source: Source
  provider: WebhookProvider
  mapping: WebhookMapping | null
  mappingText: string
  /** Places what the server found wrong in the mapping. Says whether it could. */
  onRefused: (error: unknown, mappingText: string) => boolean
  locked: boolean
}) {
  const { t } = useText()
  const [first] = samples[provider]
  const [body, setBody] = useState(() => write(first?.body ?? {}))
  const [headers, setHeaders] = useState(() => writeHeaders(first?.headers ?? {}))
  const { data: recent } = useQuery(recentQuery(source.id))
  const last = recent?.items.find((one) => one.delivery !== null)?.delivery
  const [asked] = useDebouncedValue({ body, headers, mapping, mappingText }, 300)
  const { data, error } = useQuery({
    queryKey: ['sources', source.id, 'trial', asked.body, asked.headers, asked.mapping],
    queryFn: ({ signal }) =>
      ask(
        WebhookTrial,
        `/sources/${encodeURIComponent(source.id)}/try`,
        { body: asked.body, headers: readHeaders(asked.headers), mapping: asked.mapping },
        signal,
      ),
    enabled: !locked && asked.mapping !== null && asked.body.trim() !== '',
    placeholderData: (before) => before,
    retry: false,
    gcTime: 30_000,
  })
  const isOfMapping = error instanceof ApiError && error.code === 'invalid_mapping'
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new answer is told of
  useEffect(() => {
    if (isOfMapping) onRefused(error, asked.mappingText)
  }, [error])
  const take = (sample: Sample) => {
    setBody(write(sample.body))
    setHeaders(writeHeaders(sample.headers))
  }
  if (locked) return null
  return (
    <div className="stack" style={{ gap: 8, alignContent: 'start' }}>
      <div className="toolbar" style={{ marginBottom: 0 }}>
        <h3>{t('webhooks.try')}</h3>
        {samples[provider].map((sample) => (
          <Button key={sample.name} kind="link" onClick={() => take(sample)}>
            {sample.name}
          </Button>
        ))}
        {last && (
          <Button kind="link" onClick={() => setBody(write(last.body))}>
            {t('webhooks.lastDelivery')}
          </Button>
        )}
      </div>
      <textarea
        className="input mono"
        rows={10}
        aria-label={t('webhooks.body')}
        placeholder={t('webhooks.pasteBody')}
        value={body}
        wrap="off"
        spellCheck={false}
        maxLength={1_000_000}
        onChange={(event) => setBody(event.target.value)}
      />
      <p className="hint">{t('webhooks.headers')}</p>
      <textarea
        className="input mono"
        rows={2}
        aria-label={t('webhooks.headers')}
        placeholder={t('webhooks.headersHint')}
        value={headers}
        wrap="off"
        spellCheck={false}
        onChange={(event) => setHeaders(event.target.value)}
      />
      {mapping === null ? (
        <StateLabel tone="warn">{t('webhooks.mendFirst')}</StateLabel>
      ) : error && !isOfMapping ? (
        <ErrorNotice error={error} />
      ) : data && !isOfMapping ? (
        <Result trial={data} />
      ) : null}
    </div>
  )
}
