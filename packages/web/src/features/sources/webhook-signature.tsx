import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Webhook, WebhookSignature } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { change } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'
import { webhookQuery } from './source-queries.ts'

const schemes = ['standard', 'hmac', 'bearer', 'none'] as const
type Scheme = (typeof schemes)[number]
type Hmac = Extract<WebhookSignature, { scheme: 'hmac' }>
const firstHmac: Hmac = {
  scheme: 'hmac',
  header: 'x-signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: '',
}

function Chooser<T extends string>(props: {
  id: string
  label: string
  value: T
  options: readonly T[]
  nameOf: (value: T) => string
  onChange: (value: T) => void
}) {
  return (
    <div className="field">
      <label htmlFor={props.id}>{props.label}</label>
      <select
        id={props.id}
        className="input"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value as T)}
      >
        {props.options.map((option) => (
          <option key={option} value={option}>
            {props.nameOf(option)}
          </option>
        ))}
      </select>
    </div>
  )
}

function HmacFields({ value, onChange }: { value: Hmac; onChange: (value: Hmac) => void }) {
  const { t } = useText()
  return (
    <>
      <div className="form-pair">
        <TextInput
          label={t('webhooks.header')}
          required
          maxLength={100}
          pattern="[A-Za-z0-9\-]+"
          value={value.header}
          onChange={(event) => onChange({ ...value, header: event.currentTarget.value.toLowerCase() })}
        />
        <TextInput
          label={t('webhooks.prefix')}
          placeholder="sha256="
          maxLength={40}
          value={value.prefix}
          onChange={(event) => onChange({ ...value, prefix: event.currentTarget.value })}
        />
      </div>
      <div className="form-pair">
        <Chooser
          id="hmac-algorithm"
          label={t('webhooks.algorithm')}
          value={value.algorithm}
          options={['sha256', 'sha512', 'sha1'] as const}
          nameOf={(one) => one.replace('sha', 'SHA-')}
          onChange={(algorithm) => onChange({ ...value, algorithm })}
        />
        <Chooser
          id="hmac-encoding"
          label={t('webhooks.encoding')}
          value={value.encoding}
          options={['hex', 'base64'] as const}
          nameOf={(one) => one}
          onChange={(encoding) => onChange({ ...value, encoding })}
        />
      </div>
    </>
  )
}

/** How deliveries prove from whom they come: chosen for the generic kind and for CloudEvents, told for the others. */
export function WebhookSignatureForm({
  sourceId,
  webhook,
  locked,
}: {
  sourceId: string
  webhook: Webhook
  locked: boolean
}) {
  const { t } = useText()
  const client = useQueryClient()
  const say = useToast()
  const [signature, setSignature] = useState(webhook.signature)
  const [error, setError] = useState<unknown>(null)
  const isFixed = webhook.provider !== 'generic' && webhook.provider !== 'cloudevents'
  if (isFixed || locked)
    return (
      <>
        <h3>{t('webhooks.signature')}</h3>
        <p className="quiet">{t(`webhooks.scheme_${webhook.signature.scheme}`)}</p>
      </>
    )
  const choose = (scheme: Scheme) =>
    setSignature(
      scheme === webhook.signature.scheme
        ? webhook.signature
        : scheme === 'hmac'
          ? firstHmac
          : WebhookSignature.parse({ scheme }),
    )
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    try {
      await change(Webhook, `/sources/${encodeURIComponent(sourceId)}/webhook`, { signature })
      await client.invalidateQueries({ queryKey: webhookQuery(sourceId).queryKey })
      say(t('common.saved'))
    } catch (fault) {
      setError(fault)
    }
  }
  const isChanged = JSON.stringify(signature) !== JSON.stringify(webhook.signature)
  return (
    <form className="stack" style={{ gap: 10 }} onSubmit={(event) => void save(event)}>
      <Chooser
        id="signature-scheme"
        label={t('webhooks.signature')}
        value={signature.scheme as Scheme}
        options={schemes}
        nameOf={(one) => t(`webhooks.name_${one}`)}
        onChange={choose}
      />
      <p className="hint">{t(`webhooks.scheme_${signature.scheme}`)}</p>
      {signature.scheme === 'hmac' && <HmacFields value={signature} onChange={setSignature} />}
      {error !== null && <ErrorNotice error={error} />}
      {isChanged && (
        <div className="buttons">
          <Button kind="primary" type="submit">
            {t('webhooks.saveSignature')}
          </Button>
          <Button onClick={() => setSignature(webhook.signature)}>{t('common.cancel')}</Button>
        </div>
      )}
    </form>
  )
}
