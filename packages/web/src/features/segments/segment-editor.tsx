import { Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Segment, type SegmentDefinition, type SegmentRule } from '@teia/contracts'
import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { ApiError, ask, put } from '../../lib/api.ts'
import { Button, Switch } from '../../ui/button.tsx'
import { Conflict } from '../../ui/conflict.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { PageHeader, Section } from '../../ui/page-header.tsx'
import { useToast } from '../../ui/toast.tsx'
import { Unsaved } from '../../ui/unsaved.tsx'
import { PreviewPanel } from './preview-panel.tsx'
import { RuleBuilder } from './rule-builder.tsx'
import { conditionsIn, type Group, isComplete, leafOfKind, makeIds, readRule, ruleOf } from './rule-model.ts'
import { definitionOf, segmentPath } from './segment-queries.ts'

type Form = { name: string; description: string; kind: Segment['kind']; group: Group }

/** What a new segment begins with: whoever did anything in the last 30 days. */
export const firstRule: SegmentRule = { and: [leafOfKind('did')] }

const definitionIn = ({ name, description, kind, group }: Form): SegmentDefinition =>
  kind === 'list' ? { name, description, kind } : { name, description, kind, rule: ruleOf(group) }

/** What somebody else has saved meanwhile, if that is what an error says. */
function currentOf(error: unknown): Segment | null {
  if (!(error instanceof ApiError) || error.code !== 'changed_meanwhile') return null
  return Segment.nullable().catch(null).parse(error.versions?.current)
}

/** The form as a state, what of it is not saved yet, and the way to save it. */
function useEditing(segment: Segment | null, begin: SegmentDefinition) {
  const { t } = useText()
  const client = useQueryClient()
  const navigate = useNavigate()
  const say = useToast()
  const [newId] = useState(makeIds)
  const formOf = (one: SegmentDefinition): Form => ({
    name: one.name,
    description: one.description,
    kind: one.kind,
    group: readRule(one.kind === 'live' ? one.rule : firstRule, newId),
  })
  const [form, setForm] = useState(() => formOf(begin))
  const [version, setVersion] = useState(segment?.version ?? 0)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const kept = useRef(JSON.stringify(definitionIn(form)))
  const missing = form.kind === 'live' ? conditionsIn(form.group).filter((one) => !isComplete(one)).length : 0
  const save = async (seen: number) => {
    setBusy(true)
    setError(null)
    try {
      const body = definitionIn(form)
      const saved = segment
        ? await put(Segment, segmentPath(segment.id), { body, seen: `"${seen}"` })
        : await ask(Segment, '/segments', body)
      kept.current = JSON.stringify(body)
      await client.invalidateQueries({ queryKey: ['segments'] })
      say(t('segments.saved', { name: saved.name }))
      void navigate({ to: '/segments/$segmentId', params: { segmentId: saved.id } })
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  const current = currentOf(error)
  return {
    form,
    setForm,
    newId,
    error,
    busy,
    missing,
    current,
    isUnsaved: () => JSON.stringify(definitionIn(form)) !== kept.current,
    save: () => save(version),
    take: () => {
      const definition = current && definitionOf(current)
      if (!current || !definition) return
      setForm(formOf(definition))
      setVersion(current.version)
      setError(null)
    },
    keep: () => {
      if (!current) return
      setVersion(current.version)
      void save(current.version)
    },
  }
}

type Editing = ReturnType<typeof useEditing>

function About({ editing, isNew }: { editing: Editing; isNew: boolean }) {
  const { t } = useText()
  const { form, setForm } = editing
  return (
    <div className="form">
      <TextInput
        label={t('segments.name')}
        value={form.name}
        onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        required
        maxLength={120}
      />
      <Textarea
        label={t('segments.description')}
        value={form.description}
        onChange={(event) => setForm({ ...form, description: event.currentTarget.value })}
        autosize
        minRows={1}
        maxLength={2000}
      />
      {isNew && (
        <div>
          <p className="field-label">{t('segments.kind')}</p>
          <Switch
            label={t('segments.kind')}
            value={form.kind}
            options={[
              { value: 'live', label: t('segments.kindLive') },
              { value: 'list', label: t('segments.kindList') },
            ]}
            onChange={(kind) => setForm({ ...form, kind })}
          />
          {form.kind === 'list' && <p className="hint">{t('segments.kindListText')}</p>}
        </div>
      )}
    </div>
  )
}

/** The form beside whom its rule fits; a save that comes too late is compared, never lost. */
export function SegmentEditor(props: {
  segment: Segment | null
  begin: SegmentDefinition
  title: ReactNode
  crumbs: ReactNode
}) {
  const { t } = useText()
  const navigate = useNavigate()
  const { segment, begin, title, crumbs } = props
  const editing = useEditing(segment, begin)
  const { form, setForm, newId, error, busy, missing, current } = editing
  const formId = useId()
  const isLive = form.kind === 'live'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void editing.save()
  }
  const saved = current && definitionOf(current)
  return (
    <>
      <PageHeader crumbs={crumbs} title={title} />
      {saved ? (
        <Conflict current={saved} yours={definitionIn(form)} onTake={editing.take} onKeep={editing.keep} />
      ) : (
        error !== null && <ErrorNotice error={error} />
      )}
      <div className={isLive ? 'segment-edit' : 'segment-edit without-preview'}>
        <div>
          <form id={formId} onSubmit={submit}>
            <About editing={editing} isNew={segment === null} />
          </form>
          {/* Outside of the form: Enter in a condition settles what was typed there, it saves nothing. */}
          {isLive && (
            <Section className="below" title={t('segments.rule')} note={t('segments.ruleNote')}>
              <RuleBuilder
                group={form.group}
                newId={newId}
                own={segment?.id}
                onChange={(group) => setForm({ ...form, group })}
              />
            </Section>
          )}
          <div className="buttons segment-save">
            <Button
              kind="primary"
              type="submit"
              form={formId}
              busy={busy}
              disabled={form.name.trim() === '' || missing > 0 || (isLive && form.group.parts.length === 0)}
            >
              {t(segment ? 'segments.save' : 'segments.create')}
            </Button>
            <Button
              onClick={() =>
                segment
                  ? void navigate({ to: '/segments/$segmentId', params: { segmentId: segment.id } })
                  : void navigate({ to: '/segments' })
              }
            >
              {t('common.cancel')}
            </Button>
            {missing > 0 && <span className="note">{t('segments.incompleteSave')}</span>}
          </div>
        </div>
        {isLive && <PreviewPanel group={form.group} />}
      </div>
      <Unsaved isUnsaved={editing.isUnsaved} />
    </>
  )
}
