import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { faultOfShape, type Matcher, Matcher as MatcherSchema, type TriedMatcher } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Metric, Metrics, StateLabel } from '../../ui/metric.tsx'
import { EmptyState, ErrorNotice, Skeleton } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { useTouchpointName } from '../../ui/touchpoint-name.ts'
import { tryQuery } from './touchpoint-queries.ts'

function Held({ held }: { held: TriedMatcher['held'] }) {
  const { t, format } = useText()
  const touchpointName = useTouchpointName()
  return (
    <ul className="rows">
      {held.map((one) => (
        <li key={one.name}>
          <span className="grow">{one.name === '' ? t('touchpoints.nobody') : touchpointName(one.name)}</span>
          <StateLabel tone={one.wins ? 'good' : 'warn'}>
            {t(one.wins ? 'touchpoints.wins' : 'touchpoints.loses')}
          </StateLabel>
          <span className="num">{format.whole(one.interactions)}</span>
        </li>
      ))}
    </ul>
  )
}

function Samples({ samples }: { samples: TriedMatcher['samples'] }) {
  const { t, format } = useText()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; this box scrolls a table
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div className="scroll" role="group" tabIndex={0} aria-label={t('touchpoints.samples')}>
      <table>
        <thead>
          <tr>
            <th>{t('trends.time')}</th>
            <th>{t('touchpoints.event')}</th>
            <th>{t('touchpoints.properties')}</th>
          </tr>
        </thead>
        <tbody>
          {samples.map((one) => (
            <tr key={one.id}>
              <td className="quiet nowrap">{format.moment(one.time)}</td>
              <td className="nowrap">{one.name}</td>
              <td>
                <span className="mono quiet sample-cell" title={JSON.stringify(one.properties, null, 1)}>
                  {JSON.stringify(one.properties)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Tried({ tried }: { tried: TriedMatcher }) {
  const { t, format } = useText()
  if (tried.interactions === 0)
    return <EmptyState title={t('touchpoints.tryEmpty')}>{t('touchpoints.tryEmptyText')}</EmptyState>
  return (
    <>
      <Metrics label={t('touchpoints.tryTitle')}>
        <Metric name={t('touchpoints.interactions')} value={format.whole(tried.interactions)} />
        <Metric name={t('touchpoints.people')} value={format.whole(tried.people)} />
        <Metric
          name={t('touchpoints.perPerson')}
          value={format.decimal(tried.people === 0 ? 0 : tried.interactions / tried.people)}
        />
      </Metrics>
      <Section className="below" title={t('touchpoints.heldNow')}>
        <Held held={tried.held} />
      </Section>
      <Section className="below" title={t('touchpoints.byEvent')}>
        <ul className="rows">
          {tried.byEvent.map((one) => (
            <li key={one.event}>
              <span className="grow">{one.event}</span>
              <span className="num">{format.whole(one.interactions)}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section className="below" title={t('touchpoints.samples')}>
        <Samples samples={tried.samples} />
      </Section>
    </>
  )
}

/** What the matcher in the form fits, on the events of the last 28 days and on those that are just coming in. */
export function TryPanel({ id, matcher }: { id: string | undefined; matcher: Matcher }) {
  const { t, told } = useText()
  const [settled] = useDebouncedValue(matcher, 400)
  const readable = MatcherSchema.safeParse(settled)
  const issue = readable.error?.issues[0]
  const fault = issue && faultOfShape(issue)
  const { data, error } = useQuery({ ...tryQuery(id, settled), enabled: readable.success })
  return (
    <div className="try-panel">
      <Section title={t('touchpoints.tryTitle')} note={t('touchpoints.tryNote')}>
        {!readable.success ? (
          <p className="notice warn" role="status">
            {told(fault ? [fault] : undefined, issue?.message ?? '')}
          </p>
        ) : error ? (
          <ErrorNotice error={error} />
        ) : !data ? (
          <Skeleton rows={6} />
        ) : (
          <Tried tried={data} />
        )}
      </Section>
    </div>
  )
}
