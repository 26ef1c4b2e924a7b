import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Rewriting } from '@teia/contracts'
import { useEffect } from 'react'
import { useText } from '../../i18n/text.tsx'
import { get } from '../../lib/api.ts'
import { Progress } from '../../ui/notices.tsx'

/** How far the events of the past follow the catalogue; nothing when they do. */
export function RewritingNotice({ rewriting }: { rewriting: Rewriting }) {
  const { t, told, format } = useText()
  const client = useQueryClient()
  const { data = rewriting } = useQuery({
    queryKey: ['touchpoints', 'rewriting'],
    queryFn: ({ signal }) => get(Rewriting, '/touchpoints/rewriting', { signal }),
    enabled: rewriting.state !== 'idle',
    refetchInterval: 1_000,
    staleTime: 0,
  })
  const isDone = rewriting.state !== 'idle' && data.state === 'idle'
  useEffect(() => {
    if (isDone) void client.invalidateQueries({ queryKey: ['touchpoints'], exact: true })
  }, [isDone, client])
  if (rewriting.state === 'idle' || data.state === 'idle') return null
  if (data.state === 'failed')
    return (
      <div className="notice warn" role="status">
        {t('touchpoints.rewritingFailed', { problem: told(data.faults, data.problem ?? '') })}
      </div>
    )
  const left =
    data.secondsLeft === null
      ? ''
      : ` · ${t('touchpoints.rewritingLeft', { time: format.duration(data.secondsLeft) })}`
  return (
    <Progress
      label={t('touchpoints.rewriting')}
      value={Math.round(data.share * 100)}
      total={100}
      note={`${t('touchpoints.rewritingNote', { n: data.total ?? 0 })}${left}`}
    />
  )
}
