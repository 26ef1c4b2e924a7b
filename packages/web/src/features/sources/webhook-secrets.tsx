import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type Webhook, type WebhookSecret, WebhookSecretCreated } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { ask, send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { EmptyState, ErrorNotice } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { useToast } from '../../ui/toast.tsx'
import { CopyLine } from './setup-tab.tsx'
import { webhookQuery } from './source-queries.ts'

/** Takes a secret of the provider, or makes one for senders that let the receiver choose; shows it this once. */
function AddSecretDialog({ sourceId, onClose }: { sourceId: string; onClose: () => void }) {
  const { t } = useText()
  const client = useQueryClient()
  const [secret, setSecret] = useState('')
  const [made, setMade] = useState<WebhookSecretCreated | null>(null)
  const [error, setError] = useState<unknown>(null)
  const add = async (given: string | undefined) => {
    setError(null)
    try {
      const path = `/sources/${encodeURIComponent(sourceId)}/webhook/secrets`
      const created = await ask(WebhookSecretCreated, path, given === undefined ? {} : { secret: given })
      await client.invalidateQueries({ queryKey: webhookQuery(sourceId).queryKey })
      setMade(created)
    } catch (fault) {
      setError(fault)
    }
  }
  if (made)
    return (
      <Dialog title={t('webhooks.secretAdded')} onClose={onClose} width={560}>
        <p className="quiet">{t('webhooks.shownOnce')}</p>
        <CopyLine label={t('webhooks.copySecret')} text={made.secret} />
        <div className="buttons end" style={{ marginTop: 12 }}>
          <Button kind="primary" onClick={onClose}>
            {t('sources.done')}
          </Button>
        </div>
      </Dialog>
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void add(secret.trim())
  }
  return (
    <Dialog title={t('webhooks.addSecret')} onClose={onClose} width={560}>
      <form className="stack" onSubmit={submit}>
        <TextInput
          label={t('webhooks.secretOfProvider')}
          description={t('webhooks.secretHint')}
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
          minLength={8}
          maxLength={500}
          autoComplete="off"
          data-autofocus
          className="mono"
        />
        {error !== null && <ErrorNotice error={error} />}
        <div className="buttons end">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button onClick={() => void add(undefined)}>{t('webhooks.makeSecret')}</Button>
          <Button kind="primary" type="submit" disabled={secret.trim().length < 8}>
            {t('webhooks.addThis')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** The secrets that a delivery may be signed with. Two at a time is how one is changed without losing a call. */
export function WebhookSecrets({
  sourceId,
  webhook,
  locked,
}: {
  sourceId: string
  webhook: Webhook
  locked: boolean
}) {
  const { t, format, words } = useText()
  const client = useQueryClient()
  const say = useToast()
  const [isAdding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<WebhookSecret | null>(null)
  const remove = async (secret: WebhookSecret) => {
    try {
      await send(
        'DELETE',
        `/sources/${encodeURIComponent(sourceId)}/webhook/secrets/${encodeURIComponent(secret.id)}`,
      )
      await client.invalidateQueries({ queryKey: webhookQuery(sourceId).queryKey })
      say(t('webhooks.secretRemoved'))
    } catch (fault) {
      say(words(fault), 'bad')
    }
  }
  const add = !locked && (
    <Button icon="plus" onClick={() => setAdding(true)}>
      {t(webhook.secrets.length === 0 ? 'webhooks.addSecret' : 'webhooks.rotate')}
    </Button>
  )
  return (
    <Section title={t('webhooks.secrets')} note={t('webhooks.secretsNote')} actions={add}>
      {webhook.secrets.length === 0 ? (
        <EmptyState title={t('webhooks.noSecret')}>{t('webhooks.noSecretText')}</EmptyState>
      ) : (
        <ul className="rows">
          {webhook.secrets.map((secret, place) => (
            <li key={secret.id}>
              <span className="mono">{secret.hint}</span>
              <span className="grow note">
                {format.dayYear(secret.createdAt)}
                {place === 0 && webhook.secrets.length > 1 && ` · ${t('webhooks.newest')}`}
              </span>
              {!locked && (
                <Button kind="link" onClick={() => setLeaving(secret)}>
                  {t('common.remove')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {webhook.secrets.length > 1 && <p className="hint">{t('webhooks.rotateHint')}</p>}
      {isAdding && <AddSecretDialog sourceId={sourceId} onClose={() => setAdding(false)} />}
      {leaving && (
        <ConfirmDialog
          title={t('webhooks.removeTitle', { hint: leaving.hint })}
          verb={t('common.remove')}
          onClose={() => setLeaving(null)}
          onConfirm={() => remove(leaving)}
        >
          {t(webhook.secrets.length > 1 ? 'webhooks.removeText' : 'webhooks.removeLastText')}
        </ConfirmDialog>
      )}
    </Section>
  )
}
