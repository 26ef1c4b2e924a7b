import { useQuery } from '@tanstack/react-query'
import type { MapQuestion } from '@teia/contracts'
import { stepParts } from '@teia/contracts'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import { readAllIds } from '../../lib/all-ids.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { ChoicePick } from '../../ui/pick.tsx'
import { ALL_PEOPLE, PanelPeople } from '../segments/panel-people.tsx'
import { readStepPeople, stepPeopleQuery } from './map-queries.ts'
import type { MapSearch } from './maps-search.ts'

const FEW_PEOPLE = 8
type Part = NonNullable<MapSearch['part']>

/** Exactly the people behind a number of a step. */
export function StepPeople(props: {
  question: MapQuestion
  step: string
  part: Part
  onPart: (part: Part) => void
}) {
  const { t } = useText()
  const [isAll, setAll] = useState(false)
  const { question, step, part, onPart } = props
  const asked = { map: question, step, part }
  const options = stepPeopleQuery({ ...asked, limit: isAll ? ALL_PEOPLE : FEW_PEOPLE })
  const query = useQuery(options)
  return (
    <>
      <div className="buttons" style={{ marginTop: 10 }}>
        <ChoicePick
          name={t('maps.whichPeople')}
          value={part}
          choices={stepParts.map((value) => ({ value, label: t(`maps.part_${value}`) }))}
          onChange={onPart}
        />
      </div>
      <AnswerArea query={query} queryKey={options.queryKey} rows={6}>
        {(data) => (
          <PanelPeople
            people={data.items}
            total={data.total}
            isAll={isAll}
            onAll={() => setAll(true)}
            read={(signal, told) => readAllIds((cursor) => readStepPeople(asked, cursor, signal), told)}
          />
        )}
      </AnswerArea>
    </>
  )
}
