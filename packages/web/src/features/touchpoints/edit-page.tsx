import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { CatalogueEntry, TouchpointDefinition } from '@teia/contracts'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { ApiError, ask, put } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { Conflict } from '../../ui/conflict.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { DefinitionForm } from './definition-form.tsx'
import { entryQuery } from './touchpoint-queries.ts'
import { TryPanel } from './try-panel.tsx'

const editRoute = getRouteApi('/shell/touchpoints/$touchpointId/edit')
const newRoute = getRouteApi('/shell/touchpoints/new')

type Editing = {
  entry: CatalogueEntry | null
  begin: TouchpointDefinition
  title: ReactNode
  crumbs: ReactNode
}

/** What somebody else has saved meanwhile, if that is what an error says. */
function currentOf(error: unknown): CatalogueEntry | null {
  if (!(error instanceof ApiError) || error.code !== 'changed_meanwhile') return null
  return CatalogueEntry.nullable().catch(null).parse(error.versions?.current)
}

/** The form beside what its matcher fits; a save that comes too late is compared, never lost. */
function Editor({ entry, begin, title, crumbs }: Editing) {
  const { t } = useText()
  const client = useQueryClient()
  const navigate = useNavigate()
  const say = useToast()
  const [definition, setDefinition] = useState(begin)
  const [revision, setRevision] = useState(entry?.revision ?? 0)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const current = currentOf(error)
  const save = async (seen: number) => {
    setBusy(true)
    setError(null)
    try {
      const body = TouchpointDefinition.parse(definition)
      const saved = entry
        ? await put(CatalogueEntry, `/touchpoints/${encodeURIComponent(entry.id)}`, {
            body,
            seen: `"${seen}"`,
          })
        : await ask(CatalogueEntry, '/touchpoints', body)
      await client.invalidateQueries({ queryKey: ['touchpoints'] })
      await client.invalidateQueries({ queryKey: ['catalogue'] })
      say(t('touchpoints.saved', { name: saved.definition.name }))
      void navigate({ to: '/touchpoints/$touchpointId', params: { touchpointId: saved.id } })
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save(revision)
  }
  return (
    <>
      <PageHeader crumbs={crumbs} title={title} />
      {current ? (
        <Conflict
          current={current.definition}
          yours={definition}
          onTake={() => {
            setDefinition(current.definition)
            setRevision(current.revision)
            setError(null)
          }}
          onKeep={() => {
            setRevision(current.revision)
            void save(current.revision)
          }}
        />
      ) : (
        error !== null && <ErrorNotice error={error} />
      )}
      <div className="touchpoint-edit">
        <form className="form" onSubmit={submit}>
          <DefinitionForm definition={definition} onChange={setDefinition} />
          <div className="buttons">
            <Button kind="primary" type="submit" busy={busy} disabled={definition.name.trim() === ''}>
              {t(entry ? 'touchpoints.save' : 'touchpoints.create')}
            </Button>
            <Button
              onClick={() =>
                entry
                  ? void navigate({ to: '/touchpoints/$touchpointId', params: { touchpointId: entry.id } })
                  : void navigate({ to: '/touchpoints' })
              }
            >
              {t('common.cancel')}
            </Button>
          </div>
        </form>
        <TryPanel id={entry?.id} matcher={definition.matcher} />
      </div>
    </>
  )
}

/** A touchpoint is changed: its definition, and at once what its matcher would fit. */
export function EditTouchpointPage() {
  const { t } = useText()
  const touchpointName = useTouchpointName()
  const { touchpointId } = editRoute.useParams()
  const { data, error, refetch } = useQuery({ ...entryQuery(touchpointId), staleTime: 0 })
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={12} />
  const name = touchpointName(data.definition.name)
  return (
    <Editor
      key={touchpointId}
      entry={data}
      begin={data.definition}
      title={`${t('touchpoints.edit')}: ${name}`}
      crumbs={
        <>
          <Link to="/touchpoints">{t('shell.touchpoints')}</Link> ›{' '}
          <Link to="/touchpoints/$touchpointId" params={{ touchpointId }}>
            {name}
          </Link>
        </>
      }
    />
  )
}

/** A new touchpoint, made of an event, a page or a screen when the address names one. */
export function NewTouchpointPage() {
  const { t } = useText()
  const { event, page, screen } = newRoute.useSearch()
  const begin: TouchpointDefinition = {
    ...TouchpointDefinition.parse({
      name: event ?? page ?? screen ?? t('touchpoints.unsavedName'),
      matcher: {},
    }),
    name: event ?? page ?? screen ?? '',
    matcher: {
      events: event ? [event] : [],
      pages: page ? [page] : [],
      screens: screen ? [screen] : [],
    },
  }
  return (
    <Editor
      entry={null}
      begin={begin}
      title={t('touchpoints.new')}
      crumbs={<Link to="/touchpoints">{t('shell.touchpoints')}</Link>}
    />
  )
}
