import { NumberInput, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { MapDocument } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { segmentsQuery } from '../../lib/segments.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import type { MapCommand } from './map-commands.ts'

const units = ['minute', 'hour', 'day', 'week'] as const

/** What a map is called, whose journey it is, and how long somebody may rest at a step and still be in it. */
export function AboutDialog(props: {
  document: MapDocument
  run: (command: MapCommand) => void
  onClose: () => void
}) {
  const { t } = useText()
  const { document, run, onClose } = props
  const { data } = useQuery(segmentsQuery)
  const [form, setForm] = useState(() => {
    const { name, description, segment, patience } = document
    return { name, description, segment, patience }
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    run({
      do: 'map.change',
      change: { ...form, name: form.name.trim() || document.name, description: form.description.trim() },
    })
    onClose()
  }
  return (
    <Dialog title={t('maps.about')} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <TextInput
          label={t('maps.name')}
          value={form.name}
          required
          maxLength={120}
          data-autofocus
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <Textarea
          label={t('maps.mapDescription')}
          value={form.description}
          autosize
          minRows={2}
          maxLength={2000}
          onChange={(event) => setForm({ ...form, description: event.currentTarget.value })}
        />
        <div>
          <ChoicePick
            name={t('maps.whose')}
            value={form.segment ?? ''}
            choices={[
              { value: '', label: t('maps.everyone') },
              ...(data?.items ?? []).map((one) => ({ value: one.id, label: one.name })),
            ]}
            onChange={(segment) => setForm({ ...form, segment: segment || undefined })}
          />
        </div>
        <div className="patience">
          <NumberInput
            label={t('maps.patience')}
            description={t('maps.patienceText')}
            value={form.patience.value}
            min={1}
            max={366}
            allowDecimal={false}
            onChange={(value) =>
              typeof value === 'number' &&
              setForm({ ...form, patience: { ...form.patience, value: Math.max(1, value) } })
            }
          />
          <ChoicePick
            name={t('funnels.windowUnit')}
            bare
            value={form.patience.unit}
            choices={units.map((unit) => ({ value: unit, label: t(`funnels.unit_${unit}`) }))}
            onChange={(unit) => setForm({ ...form, patience: { ...form.patience, unit } })}
          />
        </div>
        <div className="buttons end">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit">
            {t('common.apply')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
