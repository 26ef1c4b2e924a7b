import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Segment, type SegmentVersions } from '@teia/contracts'
import { useState } from 'react'
import { stringify } from 'yaml'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { put } from '../../lib/api.ts'
import { diffLines } from '../../lib/line-diff.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Tag } from '../../ui/metric.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { useToast } from '../../ui/toast.tsx'
import { segmentPath, versionsQuery } from './segment-queries.ts'

type Version = SegmentVersions['items'][number]
const signs = { same: ' ', added: '+', removed: '−' } as const
const textOf = ({ name, description, rule }: Version) =>
  stringify({ name, ...(description && { description }), ...(rule && { rule }) }).trimEnd()

function Row(props: {
  version: Version
  before: Version | undefined
  isNewest: boolean
  onRestore: (() => void) | null
}) {
  const { version, before, isNewest, onRestore } = props
  const { t, format } = useText()
  const [isOpen, setOpen] = useState(false)
  const lines = isOpen && before ? diffLines(textOf(before), textOf(version)) : []
  return (
    <li className="version">
      <div className="version-head">
        <b>{t('touchpoints.version', { n: version.version })}</b>
        {isNewest && <Tag tone="accent">{t('touchpoints.versionNow')}</Tag>}
      </div>
      <p className="note">
        {format.moment(version.changedAt)} · {t('touchpoints.by', { name: version.changedBy })}
      </p>
      <div className="buttons">
        {before && (
          <Button kind="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t('segments.whatChanged')}
          </Button>
        )}
        {!isNewest && onRestore && (
          <Button kind="link" onClick={onRestore}>
            {t('maps.restore')}
          </Button>
        )}
      </div>
      {isOpen && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; this box scrolls
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <div className="diff" role="group" tabIndex={0} aria-label={t('segments.whatChanged')}>
          {lines.map((line, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line of a diff is its place
            <div key={place} className={line.kind}>
              {signs[line.kind]} {line.text}
            </div>
          ))}
        </div>
      )}
    </li>
  )
}

/** Makes what a segment was at a version its newest version; what is there now stays in the history. */
function useRestore(segment: Segment): (version: Version) => Promise<void> {
  const { t, words } = useText()
  const client = useQueryClient()
  const say = useToast()
  const { id, kind, version: seen } = segment
  return async ({ version, name, description, rule }) => {
    try {
      const body = { name, description, kind, ...(rule && { rule }) }
      await put(Segment, segmentPath(id), { body, seen: `"${seen}"` })
      say(t('maps.restored', { n: version }))
    } catch (fault) {
      say(words(fault), 'bad')
    }
    await client.invalidateQueries({ queryKey: ['segments'] })
  }
}

/** Who changed a segment and when, what was different before, and a way back; newest first. */
export function Versions({ segment }: { segment: Segment }) {
  const { t } = useText()
  const mayWrite = useMay()('people:write')
  const restore = useRestore(segment)
  const [asked, setAsked] = useState<Version | null>(null)
  const { data, error } = useQuery(versionsQuery(segment.id))
  if (error) return <ErrorNotice error={error} />
  if (!data) return <Skeleton rows={3} />
  return (
    <Section title={t('touchpoints.versions')}>
      <ul className="versions">
        {data.items.map((version, at) => (
          <Row
            key={version.version}
            version={version}
            before={data.items[at + 1]}
            isNewest={at === 0}
            onRestore={mayWrite ? () => setAsked(version) : null}
          />
        ))}
      </ul>
      {asked && (
        <ConfirmDialog
          title={t('maps.restoreTitle', { n: asked.version })}
          verb={t('maps.restoreVerb')}
          verbKind="primary"
          onConfirm={() => restore(asked)}
          onClose={() => setAsked(null)}
        >
          {t('maps.restoreText')}
        </ConfirmDialog>
      )}
    </Section>
  )
}
