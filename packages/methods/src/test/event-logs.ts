import type { JourneyVariant } from '../conformance/alignment.ts'
import type { NetTransition, PetriNet } from '../conformance/journey-model.ts'
import { sharedText } from './shared-data.ts'

export type LoggedEvent = { step: string; time: number; start?: number }
export type LoggedTrace = { id: string; events: LoggedEvent[] }

const unescapeXml = (text: string) =>
  text
    .replaceAll('&apos;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

function attributeOf(xml: string, key: string): string | undefined {
  const value = xml.match(new RegExp(`key="${key}"\\s+value="([^"]*)"`))?.[1]
  return value === undefined ? undefined : unescapeXml(value)
}

/**
 * Traces of an XES file, events in the order of the file; those without a time are at 0. Times in seconds, by the `clock` on
 * the wall without regard to its zone where that is asked for.
 */
export function readXes(path: string, clock: 'utc' | 'wall' = 'utc'): LoggedTrace[] {
  const timeOf = (text = '1970-01-01T00:00:00Z') =>
    Date.parse(clock === 'utc' ? text : text.replace(/([+-]\d\d:\d\d|Z)$/, 'Z')) / 1000
  return [...sharedText(path).matchAll(/<trace>([\s\S]*?)<\/trace>/g)].map(([, body = '']) => {
    const events = [...body.matchAll(/<event>([\s\S]*?)<\/event>/g)].map(([, event = '']) => ({
      step: attributeOf(event, 'concept:name') ?? '',
      time: timeOf(attributeOf(event, 'time:timestamp')),
    }))
    return { id: attributeOf(body.replace(/<event>[\s\S]*/, ''), 'concept:name') ?? '', events }
  })
}

/** Traces of the log with start and end of each activity. */
export function readIntervalLog(): LoggedTrace[] {
  const traces = new Map<string, LoggedTrace>()
  for (const line of sharedText('event-logs/interval_event_log.csv').trim().split('\n').slice(1)) {
    const [id = '', step = '', end = '', start = ''] = line.trim().split(',')
    const trace = traces.get(id) ?? { id, events: [] }
    traces.set(id, trace)
    trace.events.push({ step, time: Date.parse(end) / 1000, start: Date.parse(start) / 1000 })
  }
  return [...traces.values()]
}

export function variantsOf(traces: readonly LoggedTrace[]): JourneyVariant[] {
  const counts = new Map<string, { steps: string[]; count: number }>()
  for (const { events } of traces) {
    const steps = events.map(({ step }) => step)
    const known = counts.get(steps.join('\n')) ?? { steps, count: 0 }
    known.count += 1
    counts.set(steps.join('\n'), known)
  }
  return [...counts.values()]
}

/** A labelled Petri net as PNML writes it. Without a final marking the end is one token in each place that nothing leaves. */
export function readPnml(path: string): PetriNet {
  const xml = sharedText(path)
  const elements = (name: string) =>
    [...xml.matchAll(new RegExp(`<${name}\\b([^>]*?)(?:/>|>([\\s\\S]*?)</${name}>)`, 'g'))].map(
      ([, attributes = '', body = '']) => ({
        body,
        at: (key: string) => attributes.match(new RegExp(`\\b${key}="([^"]*)"`))?.[1] ?? '',
      }),
    )
  const arcs = elements('arc').map(({ at }) => ({ source: at('source'), target: at('target') }))
  const inNet = xml.replace(/<finalmarkings>[\s\S]*?<\/finalmarkings>/, '')
  const places = [...inNet.matchAll(/<place id="([^"]*)">([\s\S]*?)<\/place>/g)]
  const number = new Map(places.map(([, id = ''], index) => [id, index]))
  const placesOf = (ids: readonly string[]) => ids.map((id) => number.get(id) ?? -1)
  const transitions = elements('transition').map(
    ({ at, body }): NetTransition => ({
      label: isSilent(body) ? null : unescapeXml(body.match(/<text>([^<]*)<\/text>/)?.[1] ?? ''),
      consumes: placesOf(arcs.filter(({ target }) => target === at('id')).map(({ source }) => source)),
      produces: placesOf(arcs.filter(({ source }) => source === at('id')).map(({ target }) => target)),
    }),
  )
  const initial = places.filter(([, , body = '']) => body.includes('<initialMarking>'))
  const left = new Set(arcs.map(({ source }) => source))
  const final = places.filter(([, id = '']) => !left.has(id))
  return {
    transitions,
    initial: placesOf(initial.map(([, id = '']) => id)),
    final: placesOf(final.map(([, id = '']) => id)),
  }
}

const isSilent = (body: string) => /\$invisible\$/.test(body) || !/<text>[^<]+<\/text>/.test(body)
