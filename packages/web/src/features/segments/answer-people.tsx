import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { PeopleBehind } from '@teia/contracts'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { useMay } from '../../app/use-session.ts'
import { LARGEST_PAGE, readAllIds } from '../../lib/all-ids.ts'
import { ask } from '../../lib/api.ts'
import { AnswerArea } from '../../ui/answer-area.tsx'
import { ALL_PEOPLE, PanelPeople } from './panel-people.tsx'

type Props<A> = {
  /** The form of the answer. */
  answer: z.ZodType<A>
  /** The question by the name that its address ends with, such as `funnel-people`. */
  name: string
  /** What is asked, without how many. */
  question: object
  /** How many are shown before more are asked for. */
  few?: number
  before?: (answer: A) => ReactNode
}

function Answer<A extends PeopleBehind>({ answer: form, name, question, few = 8, before }: Props<A>) {
  const [isAll, setAll] = useState(false)
  const body = { ...question, limit: isAll ? ALL_PEOPLE : few }
  const queryKey = ['questions', name, body]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => ask(form, `/questions/${name}`, body, signal),
    placeholderData: keepPreviousData,
  })
  const readPage = (cursor: string | null, signal: AbortSignal) =>
    ask(
      form,
      `/questions/${name}`,
      { ...question, limit: LARGEST_PAGE, ...(cursor !== null && { cursor }) },
      signal,
    )
  return (
    <AnswerArea query={query} queryKey={queryKey} rows={6}>
      {(data) => (
        <>
          {before?.(data)}
          <PanelPeople
            people={data.items}
            total={data.total}
            isAll={isAll}
            onAll={() => setAll(true)}
            read={(signal, told) => readAllIds((cursor) => readPage(cursor, signal), told)}
          />
        </>
      )}
    </AnswerArea>
  )
}

/**
 * The people behind a mark: a few, on demand more, and all of them to be put on a list. Begins anew when the question
 * is another one. Nothing for somebody who may not see people.
 */
export function AnswerPeople<A extends PeopleBehind>(props: Props<A>) {
  const may = useMay()
  return may('people:read') ? <Answer key={JSON.stringify(props.question)} {...props} /> : null
}
