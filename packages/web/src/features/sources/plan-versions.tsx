import { useQueryClient } from '@tanstack/react-query'
import { type PlanEvent, type Source, TrackingPlan } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { put } from '../../lib/api.ts'
import { diffLines } from '../../lib/line-diff.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { useToast } from '../../ui/toast.tsx'
import { writeSchema } from './plan-schema.ts'

const textOf = (version: PlanEvent | undefined) => (version?.schema ? writeSchema(version.schema) : '')
const signs = { same: ' ', added: '+', removed: '−' } as const

/** What a version changed, and the way back to it. */
function VersionDialog({
  version,
  before,
  isNewest,
  source,
  onClose,
}: {
  version: PlanEvent
  before: PlanEvent | undefined
  isNewest: boolean
  source: Source
  onClose: () => void
}) {
  const { t, format } = useText()
  const client = useQueryClient()
  const say = useToast()
  const may = useMay()
  const [error, setError] = useState<unknown>(null)
  const restore = async () => {
    try {
      const { event, schema } = version
      await put(TrackingPlan, `/sources/${encodeURIComponent(source.id)}/plan/events`, {
        body: { event, schema },
      })
      await client.invalidateQueries({ queryKey: ['sources', source.id, 'plan'] })
      say(t('plan.restored', { n: version.version }))
      onClose()
    } catch (problem) {
      setError(problem)
    }
  }
  const lines = diffLines(textOf(before), textOf(version))
  return (
    <Dialog title={t('plan.versionN', { n: version.version })} onClose={onClose} width={680}>
      <p className="note">
        {version.changedBy} · {format.dayYear(version.changedAt)} {format.clock(version.changedAt)} ·{' '}
        {before ? t('plan.against', { n: before.version }) : t('plan.firstVersion')}
      </p>
      {version.schema === null && <p className="quiet">{t('plan.wasTakenOut')}</p>}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; this box scrolls */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <div className="diff" role="group" tabIndex={0} aria-label={t('plan.changes')}>
        {lines.map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line of a diff is its place
          <div key={place} className={line.kind}>
            {signs[line.kind]} {line.text}
          </div>
        ))}
      </div>
      {error !== null && <ErrorNotice error={error} />}
      <div className="buttons end" style={{ marginTop: 12 }}>
        <Button onClick={onClose}>{t('common.close')}</Button>
        {!isNewest && may('sources:write') && (
          <Button kind="primary" onClick={() => void restore()}>
            {t('plan.restore', { n: version.version })}
          </Button>
        )}
      </div>
    </Dialog>
  )
}

/** Who changed the schema of an event, and when; each version opens with what it changed. */
export function PlanVersions({
  source,
  event,
  versions,
}: {
  source: Source
  event: string
  versions: readonly PlanEvent[]
}) {
  const { t, format } = useText()
  const [open, setOpen] = useState<number | null>(null)
  const own = versions.filter((one) => one.event === event)
  const at = own.findIndex((one) => one.version === open)
  const shown = own[at]
  return (
    <aside className="facts" aria-label={t('plan.versions')}>
      <Section title={t('plan.versions')} note={own.length === 0 ? t('plan.notInPlan') : undefined}>
        <ul className="rows">
          {own.map((one) => (
            <li key={one.version}>
              <button type="button" className="as-link" onClick={() => setOpen(one.version)}>
                {t('plan.versionN', { n: one.version })}
              </button>
              <span className="grow quiet">{one.schema === null ? t('plan.out') : one.changedBy}</span>
              <span className="note">{format.dayYear(one.changedAt)}</span>
            </li>
          ))}
        </ul>
      </Section>
      {shown && (
        <VersionDialog
          version={shown}
          before={own[at + 1]}
          isNewest={at === 0}
          source={source}
          onClose={() => setOpen(null)}
        />
      )}
    </aside>
  )
}
