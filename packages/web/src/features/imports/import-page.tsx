import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Import } from '@teia/contracts'
import { useState } from 'react'
import { useSession } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { send } from '../../lib/api.ts'
import { Button } from '../../ui/button.tsx'
import { Metric, Metrics } from '../../ui/metric.tsx'
import { ErrorNotice, Progress, Skeleton } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { importQuery, importsQuery } from './import-queries.ts'
import { FoundTables } from './import-tables.tsx'
import { ImportStateLabel } from './imports-page.tsx'
import { partOf } from './mapping-edit.ts'
import { MappingSection } from './mapping-section.tsx'
import { type Spot, spotsOf } from './mapping-tables.tsx'
import { PreviewTable } from './preview-table.tsx'
import { useMapping } from './use-mapping.ts'

const route = getRouteApi('/shell/imports/$importId')
const megabyte = 1024 * 1024

function Running({ one }: { one: Import }) {
  const { t, format } = useText()
  const rate = one.ratePerSecond === null ? null : format.whole(one.ratePerSecond)
  const note =
    rate === null
      ? undefined
      : one.etaSeconds === null
        ? t('imports.rateOnly', { rate })
        : t('imports.rate', { rate, left: format.duration(one.etaSeconds) })
  const label = t('imports.progress', {
    done: format.decimal(one.bytesRead / megabyte),
    total: format.decimal(one.bytesTotal / megabyte),
  })
  return <Progress label={label} value={one.bytesRead} total={one.bytesTotal} note={note} />
}

function Counts({ one }: { one: Import }) {
  const { t, format } = useText()
  const all = t('imports.ofRows', { n: one.rows })
  return (
    <Metrics label={t('imports.numbers')}>
      <Metric name={t('imports.accepted')} value={format.whole(one.accepted)} versus={all} />
      <Metric name={t('imports.rejected')} value={format.whole(one.rejected)} versus={all} />
      <Metric name={t('imports.duplicates')} value={format.whole(one.duplicates)} versus={all} />
      <Metric name={t('imports.events')} value={format.whole(one.events)} versus={t('imports.eventsHelp')} />
    </Metrics>
  )
}

/** A draft: its mapping to edit, and what the first rows become by it. */
function Draft({ one }: { one: Import }) {
  const state = useMapping(one)
  const [chosen, setChosen] = useState<string | null>(null)
  const spots = spotsOf(one.files)
  const { mapping } = state
  const isUsed = ({ file, table }: Spot) =>
    mapping !== null && (partOf(mapping, { file: file.name, table: table.name })?.emits.length ?? 0) > 0
  const open = spots.find((spot) => spot.id === chosen) ?? spots.find(isUsed) ?? spots[0]
  return (
    <>
      <MappingSection draft={one} state={state} spots={spots} open={open} onOpen={setChosen} />
      {one.mapping !== null && (
        <div className={state.isReady ? 'below-head' : 'below-head stale'}>
          <PreviewTable
            importId={one.id}
            {...(open && spots.length > 1 && { only: { file: open.file.name, table: open.table.name } })}
          />
        </div>
      )}
    </>
  )
}

function useActions(one: Import | undefined) {
  const { t, language } = useText()
  const queries = useQueryClient()
  const { workspace } = useSession()
  const [fault, setFault] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  async function act(verb: 'start' | 'cancel') {
    if (!one) return
    setBusy(true)
    setFault(null)
    try {
      await send('POST', `/imports/${encodeURIComponent(one.id)}/${verb}`)
    } catch (error) {
      setFault(error)
    } finally {
      await queries.invalidateQueries({ queryKey: importsQuery.queryKey })
      setBusy(false)
    }
  }
  const buttons = one && (
    <>
      {(one.state === 'draft' || one.state === 'running') && (
        <Button busy={isBusy} onClick={() => void act('cancel')}>
          {t(one.state === 'draft' ? 'imports.discard' : 'imports.cancel')}
        </Button>
      )}
      {one.state === 'draft' && one.mapping !== null && (
        <Button kind="primary" icon="play" busy={isBusy} onClick={() => void act('start')}>
          {t('imports.start')}
        </Button>
      )}
      {one.rejectsUrl !== null && one.state !== 'running' && (
        <a
          className="button"
          href={`${one.rejectsUrl}?${new URLSearchParams({ workspace: workspace.id, language })}`}
          download
        >
          {t('imports.rejects')}
        </a>
      )}
    </>
  )
  return { buttons, fault }
}

/** One import: what was found, what the rows become, and how far it is. */
export function ImportPage() {
  const { t, told } = useText()
  const { importId } = route.useParams()
  const { data: one, error, refetch } = useQuery(importQuery(importId))
  const { buttons, fault } = useActions(one)
  const titleOf = ({ files }: Import) => {
    const [first, ...more] = files
    if (!first) return t('shell.imports')
    return more.length === 0 ? first.name : t('imports.andMore', { name: first.name, n: more.length })
  }
  return (
    <>
      <PageHeader
        crumbs={<Link to="/imports">{t('shell.imports')}</Link>}
        title={one ? titleOf(one) : t('shell.imports')}
        deck={one && <ImportStateLabel state={one.state} />}
        actions={buttons}
      />
      {fault !== null && <ErrorNotice error={fault} />}
      {error ? (
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      ) : !one ? (
        <Skeleton rows={8} />
      ) : (
        <div className="below-head">
          {one.problem !== null && <p>{told(one.faults, one.problem)}</p>}
          {one.state === 'running' && <Running one={one} />}
          {one.startedAt !== null && <Counts one={one} />}
          {one.state === 'draft' ? <Draft key={one.id} one={one} /> : <FoundTables found={one} />}
        </div>
      )}
    </>
  )
}
