import { useQuery } from '@tanstack/react-query'
import type { Segment, SegmentVersions } from '@teia/contracts'
import { useState } from 'react'
import { stringify } from 'yaml'
import { useText } from '../../i18n/text.tsx'
import { diffLines } from '../../lib/line-diff.ts'
import { Button } from '../../ui/button.tsx'
import { Tag } from '../../ui/metric.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { versionsQuery } from './segment-queries.ts'

type Version = SegmentVersions['items'][number]
const signs = { same: ' ', added: '+', removed: '−' } as const
const textOf = ({ name, description, rule }: Version) =>
  stringify({ name, ...(description && { description }), ...(rule && { rule }) }).trimEnd()

function Row({
  version,
  before,
  isNewest,
}: {
  version: Version
  before: Version | undefined
  isNewest: boolean
}) {
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
      {before && (
        <Button kind="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('segments.whatChanged')}
        </Button>
      )}
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

/** Who changed a segment and when, and what was different before; newest first. */
export function Versions({ segment }: { segment: Segment }) {
  const { t } = useText()
  const { data, error } = useQuery(versionsQuery(segment.id))
  if (error) return <ErrorNotice error={error} />
  if (!data) return <Skeleton rows={3} />
  return (
    <Section title={t('touchpoints.versions')}>
      <ul className="versions">
        {data.items.map((version, at) => (
          <Row key={version.version} version={version} before={data.items[at + 1]} isNewest={at === 0} />
        ))}
      </ul>
    </Section>
  )
}
