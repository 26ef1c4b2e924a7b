import { useQuery } from '@tanstack/react-query'
import type { PlanState, Source } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { PlanVersions } from './plan-versions.tsx'
import { SchemaEditor } from './schema-editor.tsx'
import { inferredQuery, planVersionsQuery } from './source-queries.ts'

/** One event of the plan: its properties as a table or as JSON Schema, and its versions. */
export function PlanEventEditor({
  source,
  event,
  state,
  onClose,
}: {
  source: Source
  event: string
  state: PlanState | undefined
  onClose: () => void
}) {
  const { t, format } = useText()
  const may = useMay()
  const { data, error, refetch } = useQuery(planVersionsQuery(source.id, event))
  const newest = data?.events[0]
  const mayInfer = may('sources:write') && data !== undefined && !newest?.schema
  const inferred = useQuery({ ...inferredQuery(source.id), enabled: mayInfer })
  const found = inferred.data?.events.find((one) => one.event === event)
  const isReady = data !== undefined && !(mayInfer && inferred.isLoading)
  return (
    <>
      <p className="toolbar">
        <Button kind="plain" icon="left" onClick={onClose}>
          {t('plan.allEvents')}
        </Button>
      </p>
      <div className="person-body" style={{ marginTop: 0 }}>
        <Section
          title={event}
          note={state ? t('plan.seenNote', { n: state.seen, seen: format.whole(state.seen) }) : undefined}
        >
          {error ? (
            <ErrorNotice error={error} onRetry={() => void refetch()} />
          ) : isReady ? (
            <>
              {mayInfer && found && (
                <p className="hint toolbar">{t('plan.inferredHint', { n: found.seen })}</p>
              )}
              <SchemaEditor
                key={newest?.version ?? 0}
                source={source}
                event={event}
                newest={newest}
                first={found?.schema ?? { type: 'object', properties: {} }}
              />
            </>
          ) : (
            <Skeleton rows={8} />
          )}
        </Section>
        <PlanVersions source={source} event={event} versions={data?.events ?? []} />
      </div>
    </>
  )
}
