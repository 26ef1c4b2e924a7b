import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { SegmentPreview } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { EmptyState } from '../../ui/notices.tsx'
import { Section } from '../../ui/page-header.tsx'
import { PeopleList } from '../../ui/people-list.tsx'
import { completeRuleOf, conditionsIn, type Group, isComplete } from './rule-model.ts'
import { previewQuery } from './segment-queries.ts'
import { useRuleWords } from './use-rule-words.ts'

const PAUSE_MS = 250

function Found({ found }: { found: SegmentPreview }) {
  const { t, format } = useText()
  const { people, of, sample, meta } = found
  return (
    <>
      <div className="metric" role="status">
        <div className="value">
          <b>{format.whole(people)}</b>
          <span className="unit">{t('segments.peopleUnit', { n: people })}</span>
        </div>
        <div className="versus">
          {t('segments.previewShare', { share: format.percent(of === 0 ? 0 : people / of), n: of })}
        </div>
        <div className="note">{t('segments.previewTook', { ms: Math.round(meta.elapsedMs) })}</div>
      </div>
      {people === 0 && <EmptyState title={t('segments.nobody')}>{t('segments.nobodyText')}</EmptyState>}
      {people > 0 && people === of && (
        <EmptyState title={t('segments.everybody')}>{t('segments.everybodyText')}</EmptyState>
      )}
      {sample.length > 0 && (
        <>
          <h3 className="sample-head">{t('segments.sample')}</h3>
          <PeopleList people={sample} noteOf={(person) => person.city ?? format.moment(person.lastSeenAt)} />
        </>
      )}
    </>
  )
}

/** The rule in words, and whom it fits now: asked anew when writing pauses, the answer before stays until then. */
export function PreviewPanel({ group }: { group: Group }) {
  const { t } = useText()
  const [settled] = useDebouncedValue(group, PAUSE_MS)
  const rule = completeRuleOf(settled)
  const asked = previewQuery(rule)
  const query = useQuery(asked)
  const missing = conditionsIn(group).filter((one) => !isComplete(one)).length
  const written = useRuleWords(completeRuleOf(group))
  return (
    <aside className="segment-preview" aria-label={t('segments.preview')}>
      <Section title={t('segments.inWords')}>
        <p className="rule-words">{written ?? t('segments.previewWait')}</p>
        {missing > 0 && (
          <p className="notice warn" role="status">
            <span>
              {t('segments.incomplete', { n: missing })}. {t('segments.incompleteText')}
            </span>
          </p>
        )}
      </Section>
      {rule && (
        <Section className="below" title={t('segments.preview')}>
          <AnswerArea query={query} queryKey={asked.queryKey} rows={8}>
            {(found) => <Found found={found} />}
          </AnswerArea>
        </Section>
      )}
    </aside>
  )
}
