import { useQueryClient } from '@tanstack/react-query'
import { type PlanEvent, type Source, TrackingPlan } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { put } from '../../lib/api.ts'
import { type Fault, readText } from '../../lib/places.ts'
import { Button, Switch } from '../../ui/button.tsx'
import { CodeEditor } from '../../ui/code-editor.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { useToast } from '../../ui/toast.tsx'
import { type PlanSchema, writeSchema } from './plan-schema.ts'
import { PropertyTable } from './property-table.tsx'
import { faultsOf } from './server-faults.ts'

const isSchema = (value: unknown): value is PlanSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The schema of one event, as a plain table or as text; saving writes its next version. */
export function SchemaEditor({
  source,
  event,
  newest,
  first,
}: {
  source: Source
  event: string
  newest: PlanEvent | undefined
  /** What to begin with where the event is not in the plan. */
  first: PlanSchema
}) {
  const language = useText()
  const { t, told } = language
  const client = useQueryClient()
  const say = useToast()
  const may = useMay()
  const [start] = useState(() => writeSchema(newest?.schema ?? first))
  const [text, setText] = useState(start)
  const [view, setView] = useState<'table' | 'text'>('table')
  const [refused, setRefused] = useState<{ text: string; faults: Fault[] } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const read = readText(text, told)
  const notObject = read.faults.length === 0 && !isSchema(read.value)
  const faults = notObject
    ? [{ line: 1, message: t('plan.notObject') }]
    : read.faults.length > 0
      ? read.faults
      : refused?.text === text
        ? refused.faults
        : []
  const schema = isSchema(read.value) ? read.value : null
  const isLocked = !may('sources:write')
  const write = async (next: PlanSchema | null, done: string) => {
    setBusy(true)
    setError(null)
    try {
      await put(TrackingPlan, `/sources/${encodeURIComponent(source.id)}/plan/events`, {
        body: { event, schema: next },
      })
      await client.invalidateQueries({ queryKey: ['sources', source.id, 'plan'] })
      say(done)
    } catch (problem) {
      const placed = faultsOf(problem, read, language)
      if (placed && next) {
        setRefused({ text, faults: placed })
        setView('text')
      } else setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const isInPlan = newest !== undefined && newest.schema !== null
  return (
    <>
      <div className="toolbar">
        <Switch
          label={t('plan.view')}
          value={view}
          options={[
            { value: 'table', label: t('plan.properties') },
            { value: 'text', label: 'JSON Schema' },
          ]}
          onChange={setView}
        />
        <span className="grow" />
        {!isLocked && isInPlan && (
          <Button
            kind="plain"
            busy={busy}
            onClick={() => void write(null, t('plan.takenOut', { name: event }))}
          >
            {t('plan.takeOut')}
          </Button>
        )}
        {!isLocked && (
          <Button
            kind="primary"
            busy={busy}
            disabled={faults.length > 0 || schema === null || (isInPlan && text === start)}
            onClick={() => schema && void write(schema, t('common.saved'))}
          >
            {t(isInPlan ? 'plan.saveVersion' : 'plan.putIn')}
          </Button>
        )}
      </div>
      {error !== null && <ErrorNotice error={error} />}
      {view === 'text' || schema === null ? (
        <CodeEditor
          label={t('plan.schemaOf', { name: event })}
          value={text}
          onChange={setText}
          faults={faults}
          readOnly={isLocked}
        />
      ) : (
        <PropertyTable schema={schema} locked={isLocked} onChange={(next) => setText(writeSchema(next))} />
      )}
    </>
  )
}
