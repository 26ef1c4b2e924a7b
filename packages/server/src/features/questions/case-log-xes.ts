import type { CaseLog, LoggedCase } from '../../analytics/index.ts'
import { xesFoot, xesHead, xesTag } from '../../platform/xes.ts'

const timeOf = (ms: number) => new Date(ms).toISOString()

/** XES (IEEE 1849): a trace for each case; an event is called as its step is. */
export async function* xesOfCases(log: CaseLog): AsyncGenerator<string> {
  yield xesHead
  for await (const cases of log.cases()) yield cases.map(traceOf).join('')
  yield xesFoot
}

function traceOf({ id, rows }: LoggedCase): string {
  const events = rows.map((row) =>
    [
      '<event>',
      xesTag('string', 'concept:name', row.step),
      xesTag('date', 'time:timestamp', timeOf(row.at)),
      xesTag('string', 'event', row.event),
      ...(row.touchpoint === '' ? [] : [xesTag('string', 'touchpoint', row.touchpoint)]),
      xesTag('string', 'channel', row.channel),
      '</event>\n',
    ].join('\n'),
  )
  return `<trace>\n${xesTag('string', 'concept:name', id)}\n${events.join('')}</trace>\n`
}
