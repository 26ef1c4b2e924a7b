import './map-draft.css'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { MapDraftAnswer, MapDraftQuestion } from '@teia/contracts'
import { ConnectSource } from '../../app/connect-source.tsx'
import { useText } from '../../i18n/text.tsx'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { ChartActions } from '../../ui/chart-frame.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { usePlaceName } from '../../ui/place-pick.tsx'
import { Unasked } from '../../ui/unasked.tsx'
import { MapDraftFilters } from './map-draft-filters.tsx'
import type { MapDraftSearch } from './map-draft-search.ts'
import { Proposal, useDraftName } from './proposal.tsx'
import { useMapDraft } from './use-map-draft.ts'

const route = getRouteApi('/shell/maps/draft')

/** The sentence of the page: how many reached the outcome, and how much became steps. */
function Deck(props: {
  answer: MapDraftAnswer | undefined
  question: MapDraftQuestion | null
  name: string
}) {
  const { t, rich, format } = useText()
  const { answer, question, name } = props
  if (!answer || !question) return t('mapDraft.deckWaiting')
  if (answer.people === 0) return t('mapDraft.deckNobody', { name })
  return rich('mapDraft.deck', {
    name,
    n: answer.people,
    share: `${format.whole(question.minShare * 100)} %`,
    side: t(`mapDraft.${question.side}`),
    steps: answer.stages.reduce((sum, { steps }) => sum + steps.length, 0),
    stages: answer.stages.length,
  })
}

function Answer(props: Parameters<typeof Proposal>[0]) {
  const { t } = useText()
  const { answer } = props
  if (answer.people === 0)
    return <EmptyState title={t('mapDraft.emptyTitle')}>{t('mapDraft.emptyText')}</EmptyState>
  if (answer.stages.length === 0)
    return <EmptyState title={t('mapDraft.noneTitle')}>{t('mapDraft.noneText')}</EmptyState>
  return <Proposal {...props} />
}

/** A map drafted from what people do: each proposed stage and step is accepted or rejected, and becomes a map. */
export function MapDraftPage() {
  const { t } = useText()
  const search = route.useSearch()
  const navigate = useNavigate()
  const placeName = usePlaceName()
  const draftName = useDraftName()
  const { query, queryKey, question, isKnown } = useMapDraft(search)
  const data = question && !query.isPlaceholderData ? query.data : undefined
  const name = data?.outcome ? draftName(data.outcome) : question ? placeName(question.outcome) : ''
  const set = (change: Partial<MapDraftSearch>) =>
    void navigate({ to: '/maps/draft', search: { ...search, ...change }, replace: true, resetScroll: false })
  return (
    <>
      <PageHeader
        crumbs={
          <>
            {t('shell.journeys')} / <Link to="/maps">{t('maps.title')}</Link>
          </>
        }
        title={t('mapDraft.title')}
        deck={<Deck answer={data} question={question} name={name} />}
        actions={<ChartActions meta={data?.meta} />}
      />
      {question && (
        <MapDraftFilters
          {...{ search, question }}
          onChange={(change) => set({ ...change, without: undefined })}
        />
      )}
      {question === null ? (
        <Unasked isKnown={isKnown}>
          <EmptyState title={t('mapDraft.noEvents')} action={<ConnectSource />}>
            {t('mapDraft.noEventsText')}
          </EmptyState>
        </Unasked>
      ) : (
        <AnswerArea query={query} queryKey={queryKey} rows={10}>
          {(answer) => (
            <Answer
              key={JSON.stringify(question)}
              {...{ answer, search }}
              side={question.side}
              outcomeName={name}
              onChange={set}
            />
          )}
        </AnswerArea>
      )}
    </>
  )
}
