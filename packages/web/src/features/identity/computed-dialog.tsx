import { NumberInput, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ComputedTrait, computedFunctions, type Filter } from '@teia/contracts'
import { type FormEvent, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { catalogueQuery } from '../../lib/catalogue.ts'
import { interactionKinds } from '../../lib/filter-edit.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { WhoPick } from '../../ui/filter-bar.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { Typeahead } from '../../ui/typeahead.tsx'
import { computedQuery } from './identity-queries.ts'

type Function = (typeof computedFunctions)[number]
type Form = {
  name: string
  function: Function
  property: string
  filter: Filter | undefined
  windowDays: number | null
}
const start: Form = { name: '', function: 'count', property: '', filter: undefined, windowDays: null }
const takesProperty = (one: Function) => one !== 'count' && one !== 'days_since'

function useCreate(onClose: () => void) {
  const client = useQueryClient()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  async function create(form: Form) {
    setBusy(true)
    setError(null)
    try {
      await ask(ComputedTrait, '/computed-traits', {
        ...form,
        property: takesProperty(form.function) ? form.property : null,
        filter: form.filter ?? null,
      })
      await client.invalidateQueries({ queryKey: computedQuery.queryKey })
      onClose()
    } catch (fault) {
      setError(fault)
    } finally {
      setBusy(false)
    }
  }
  return { create, error, busy }
}

/** A new computed trait: its name, what is counted, of which interactions, how far back. */
export function ComputedDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const [form, setForm] = useState(start)
  const { create, error, busy } = useCreate(onClose)
  const { data: catalogue } = useQuery(catalogueQuery)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void create(form)
  }
  return (
    <Dialog title={t('identity.newComputed')} onClose={onClose} width={520}>
      <form className="form" onSubmit={submit}>
        <TextInput
          label={t('identity.name')}
          required
          maxLength={80}
          value={form.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <div className="filters">
          <ChoicePick
            name={t('identity.function')}
            value={form.function}
            choices={computedFunctions.map((value) => ({ value, label: t(`identity.function_${value}`) }))}
            onChange={(next) => setForm({ ...form, function: next })}
          />
          <WhoPick
            kinds={interactionKinds}
            filter={form.filter}
            onChange={(filter) => setForm({ ...form, filter })}
          />
        </div>
        {takesProperty(form.function) && (
          <Typeahead
            label={t('identity.property')}
            value={form.property}
            options={(catalogue?.properties ?? []).map(({ name, type }) => ({ value: name, note: type }))}
            onChange={(property) => setForm({ ...form, property })}
          />
        )}
        <NumberInput
          label={t('identity.window')}
          description={t('identity.windowHint')}
          min={1}
          max={3650}
          hideControls
          allowDecimal={false}
          value={form.windowDays ?? ''}
          onChange={(value) => setForm({ ...form, windowDays: value === '' ? null : Number(value) })}
        />
        {error !== null && <ErrorNotice error={error} />}
        <div className="buttons end">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" busy={busy}>
            {t('identity.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
