import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CatalogueEntry, type Matcher, type Touchpoint, type TouchpointVersion } from '@teia/contracts'
import { useState } from 'react'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { ask } from '../../lib/api.ts'
import { differences } from '../../lib/differences.ts'
import { Button } from '../../ui/button.tsx'
import { useChannelName } from '../../ui/channel-name.ts'
import { useFilterText } from '../../ui/filter-bar.tsx'
import { ChannelIcon } from '../../ui/icons.tsx'
import { Tag } from '../../ui/metric.tsx'
import { ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { Pairs } from '../../ui/side-panel.tsx'
import { useToast } from '../../ui/toast.tsx'
import { figuresQuery, versionsQuery } from './touchpoint-queries.ts'

const Words = ({ words }: { words: readonly string[] }) =>
  words.map((word) => (
    <span key={word}>
      <Tag tone="line">{word}</Tag>{' '}
    </span>
  ))

function MatcherFacts({ matcher }: { matcher: Matcher }) {
  const { t } = useText()
  const filterText = useFilterText()
  const parts = [
    ['events', matcher.events],
    ['pages', matcher.pages],
    ['screens', matcher.screens],
  ] as const
  const named = parts.filter(([, names]) => names.length > 0)
  return (
    <div className="matcher-facts">
      {named.length === 0 && <p className="quiet">{t('touchpoints.noMatcher')}</p>}
      {named.map(([kind, names]) => (
        <p key={kind}>
          <span className="note">{t(`touchpoints.${kind}`)}</span> <Words words={names} />
        </p>
      ))}
      {matcher.where && (
        <p>
          <span className="note">{t('touchpoints.where')}</span> {filterText(matcher.where)}
        </p>
      )}
    </div>
  )
}

function ByChannel({ one }: { one: Touchpoint }) {
  const { t, format } = useText()
  const channelName = useChannelName()
  const { data } = useQuery(figuresQuery(one.id))
  if (!data) return <Skeleton rows={4} />
  if (data.events.length === 0) return null
  return (
    <>
      <Section title={t('touchpoints.byChannel')} note={t('touchpoints.people')}>
        <ul className="rows">
          {data.channels.map((row) => (
            <li key={row.channel}>
              <ChannelIcon channel={row.channel} />
              <span className="grow">{channelName(row.channel)}</span>
              <span className="num">{format.whole(row.people)}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('touchpoints.byEvent')} note={t('touchpoints.interactions')}>
        <ul className="rows">
          {data.events.map((row) => (
            <li key={row.event}>
              <Link
                className="grow"
                to="/trends"
                search={{ filter: { event: row.event, operator: 'equals' } }}
              >
                {row.event}
              </Link>
              <span className="num">{format.whole(row.interactions)}</span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}

function VersionRow({
  version,
  before,
  isNewest,
  onRestore,
}: {
  version: TouchpointVersion
  before: TouchpointVersion | undefined
  isNewest: boolean
  onRestore: (() => Promise<void>) | undefined
}) {
  const { t, format } = useText()
  const [isOpen, setOpen] = useState(false)
  const changes = before && version.definition ? differences(before.definition, version.definition) : []
  const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  return (
    <li className="version">
      <div className="version-head">
        <span className="grow">
          <b>{t('touchpoints.version', { n: version.revision })}</b>{' '}
          {isNewest && <Tag tone="accent">{t('touchpoints.versionNow')}</Tag>}
          {version.definition === null && <Tag tone="warn">{t('touchpoints.versionRemoved')}</Tag>}
        </span>
        {!isNewest && version.definition && onRestore && (
          <Button kind="link" onClick={() => void onRestore()}>
            {t('touchpoints.restore')}
          </Button>
        )}
      </div>
      <p className="note">
        {format.moment(version.changedAt)} · {t('touchpoints.by', { name: version.changedBy })}
      </p>
      {changes.length > 0 && (
        <Button kind="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('touchpoints.changedFields', { n: changes.length })}
        </Button>
      )}
      {isOpen && (
        <ul className="diff">
          {changes.map((change) => (
            <li key={change.path}>
              <span className="mono">{change.path}</span>
              {change.before !== undefined && <del>{shown(change.before)}</del>}
              {change.after !== undefined && <ins>{shown(change.after)}</ins>}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function Versions({ one }: { one: Touchpoint }) {
  const { t, words } = useText()
  const may = useMay()
  const client = useQueryClient()
  const say = useToast()
  const { data, error } = useQuery(versionsQuery(one.id))
  if (error) return <ErrorNotice error={error} />
  if (!data) return <Skeleton rows={3} />
  const restore = async (revision: number) => {
    try {
      await ask(CatalogueEntry, `/touchpoints/${encodeURIComponent(one.id)}/restore`, { revision })
      await client.invalidateQueries({ queryKey: ['touchpoints'] })
      say(t('touchpoints.restored', { n: revision }))
    } catch (fault) {
      say(words(fault), 'bad')
    }
  }
  return (
    <Section title={t('touchpoints.versions')}>
      <ul className="versions">
        {data.items.map((version, at) => (
          <VersionRow
            key={version.revision}
            version={version}
            before={data.items[at + 1]}
            isNewest={at === 0}
            onRestore={may('touchpoints:write') ? () => restore(version.revision) : undefined}
          />
        ))}
      </ul>
    </Section>
  )
}

/** What a touchpoint is: owner, systems, matcher, by channel and event, versions. */
export function TouchpointFactsColumn({ one }: { one: Touchpoint }) {
  const { t } = useText()
  const { definition } = one
  const or = (text: string) => text || <span className="quiet">–</span>
  return (
    <aside className="facts" aria-label={t('touchpoints.definition')}>
      <Section title={t('touchpoints.definition')}>
        {definition.description && <p>{definition.description}</p>}
        <Pairs
          pairs={[
            [t('touchpoints.ownership'), t(`touchpoints.${one.ownership}`)],
            ...(one.ownership === 'own'
              ? []
              : [[t('touchpoints.partnerName'), or(definition.partner)] as const]),
            [t('touchpoints.team'), or(definition.team)],
            [t('touchpoints.systems'), or(definition.systems.join(', '))],
            [t('touchpoints.place'), one.place + 1],
          ]}
        />
      </Section>
      <Section title={t('touchpoints.matcher')}>
        <MatcherFacts matcher={definition.matcher} />
      </Section>
      <ByChannel one={one} />
      <Versions one={one} />
    </aside>
  )
}
