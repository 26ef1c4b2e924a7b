import { useQueryClient } from '@tanstack/react-query'
import { type Source, Webhook, WebhookMapping } from '@teia/contracts'
import { useState } from 'react'
import { stringify } from 'yaml'
import { type Text, useText } from '../../i18n/text.tsx'
import { change } from '../../lib/api.ts'
import { type Fault, placeIssues, readText } from '../../lib/places.ts'
import { Button } from '../../ui/button.tsx'
import { CodeEditor } from '../../ui/code-editor.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { useToast } from '../../ui/toast.tsx'
import { MappingTrial } from './mapping-trial.tsx'
import { faultsOf } from './server-faults.ts'
import { webhookQuery } from './source-queries.ts'
import { firstMapping } from './webhook-samples.ts'

const write = (mapping: unknown) => stringify(mapping, { lineWidth: 110 })

/** Reads the text of a mapping: the mapping, or what is wrong in which line. */
function readMapping(text: string, told: Text['told']): { mapping: WebhookMapping | null; faults: Fault[] } {
  const read = readText(text, told)
  if (read.faults.length > 0) return { mapping: null, faults: read.faults }
  const parsed = WebhookMapping.safeParse(read.value)
  return parsed.success
    ? { mapping: parsed.data, faults: [] }
    : { mapping: null, faults: placeIssues(read, parsed.error.issues, told) }
}

/** Rules that say what a delivery becomes, as text beside a trial that follows every change. */
export function MappingEditor({
  source,
  webhook,
  locked,
}: {
  source: Source
  webhook: Webhook
  locked: boolean
}) {
  const language = useText()
  const { t, told } = language
  const client = useQueryClient()
  const say = useToast()
  const [start] = useState(() => write(webhook.mapping))
  const [text, setText] = useState(start)
  const [refused, setRefused] = useState<{ text: string; faults: Fault[] } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isRestoring, setRestoring] = useState(false)
  const { mapping, faults } = readMapping(text, told)
  const shown = faults.length > 0 ? faults : refused?.text === text ? refused.faults : []
  const refuse = (fault: unknown, tried: string) => {
    const placed = faultsOf(fault, readText(tried), language)
    if (placed) setRefused({ text: tried, faults: placed })
    return placed !== null
  }
  const save = async (next: WebhookMapping | null) => {
    setError(null)
    try {
      await change(Webhook, `/sources/${encodeURIComponent(source.id)}/webhook`, { mapping: next })
      await client.invalidateQueries({ queryKey: webhookQuery(source.id).queryKey })
      say(t(next === null ? 'webhooks.restored' : 'common.saved'))
    } catch (fault) {
      if (!refuse(fault, text)) setError(fault)
    }
  }
  const isEmpty = webhook.mapping.rules.length === 0 && text === start
  const actions = !locked && (
    <div className="actions">
      {isEmpty && (
        <Button icon="plus" onClick={() => setText(write(firstMapping))}>
          {t('webhooks.beginMapping')}
        </Button>
      )}
      {!webhook.isDefaultMapping && webhook.provider !== 'generic' && (
        <Button onClick={() => setRestoring(true)}>{t('webhooks.restore')}</Button>
      )}
      {text !== start && <Button onClick={() => setText(start)}>{t('webhooks.undo')}</Button>}
      <Button
        kind="primary"
        disabled={text === start || mapping === null || shown.length > 0}
        onClick={() => void save(mapping)}
      >
        {t('webhooks.saveMapping')}
      </Button>
    </div>
  )
  return (
    <Section
      className="below"
      title={t('webhooks.mapping')}
      note={t(webhook.isDefaultMapping ? 'webhooks.isDefault' : 'webhooks.isOwn', {
        n: webhook.mapping.rules.length,
      })}
      actions={actions}
    >
      {error !== null && <ErrorNotice error={error} />}
      <div className="two-columns">
        <div>
          <CodeEditor
            label={t('webhooks.mapping')}
            value={text}
            onChange={setText}
            faults={shown}
            rows={30}
            readOnly={locked}
          />
          <p className="hint">{t('webhooks.mappingHint')}</p>
        </div>
        <MappingTrial
          source={source}
          provider={webhook.provider}
          mapping={mapping}
          mappingText={text}
          onRefused={refuse}
          locked={locked}
        />
      </div>
      {isRestoring && (
        <ConfirmDialog
          title={t('webhooks.restoreTitle')}
          verb={t('webhooks.restore')}
          onClose={() => setRestoring(false)}
          onConfirm={() => save(null)}
        >
          {t('webhooks.restoreText')}
        </ConfirmDialog>
      )}
    </Section>
  )
}
