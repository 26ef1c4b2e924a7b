import { type Fault, faultOf } from '@teia/contracts'

/** The events of one call, or why it cannot be read. */
export type ReadDelivery =
  | { ok: true; bodies: unknown[] }
  | { ok: false; isUnknownFormat: boolean; fault: Fault }

const mediaType = (headers: Readonly<Record<string, string>>) =>
  (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''

/**
 * Reads CloudEvents 1.0 in structured, batched and binary mode into the structured form.
 * Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 */
export function readCloudEvents(
  headers: Readonly<Record<string, string>>,
  text: string,
  parse: (text: string) => unknown,
): ReadDelivery {
  const type = mediaType(headers)
  try {
    if (type === 'application/cloudevents-batch+json') {
      const batch = parse(text)
      return Array.isArray(batch)
        ? { ok: true, bodies: batch }
        : { ok: false, isUnknownFormat: false, fault: faultOf('cloudevent_no_batch') }
    }
    if (type === 'application/cloudevents+json') return { ok: true, bodies: [parse(text)] }
    if (type.startsWith('application/cloudevents'))
      return { ok: false, isUnknownFormat: true, fault: faultOf('cloudevent_other_type', { type }) }
    if (headers['ce-specversion'] === undefined)
      return {
        ok: false,
        isUnknownFormat: true,
        fault: faultOf('cloudevent_unmarked'),
      }
    return { ok: true, bodies: [fromHeaders(headers, dataOf(type, text, parse))] }
  } catch {
    return { ok: false, isUnknownFormat: false, fault: faultOf('body_no_json') }
  }
}

function dataOf(type: string, text: string, parse: (text: string) => unknown): unknown {
  if (text === '') return undefined
  return type === '' || type.endsWith('/json') || type.endsWith('+json') ? parse(text) : text
}

function fromHeaders(headers: Readonly<Record<string, string>>, data: unknown): Record<string, unknown> {
  const attributes = Object.entries(headers)
    .filter(([name]) => /^ce-[a-z0-9]{1,60}$/.test(name))
    .map(([name, value]) => [name.slice(3), decoded(value)])
  return {
    ...Object.fromEntries(attributes),
    ...(headers['content-type'] !== undefined && { datacontenttype: headers['content-type'] }),
    ...(data !== undefined && { data }),
  }
}

/** Header values are percent-encoded UTF-8; what is not is taken as it stands. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** Why a value is no CloudEvent of version 1.0; null when it is one. */
export function faultOfCloudEvent(value: unknown): Fault | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return faultOf('cloudevent_no_object')
  const event = value as Record<string, unknown>
  if (event.specversion !== '1.0') return faultOf('cloudevent_version')
  for (const name of ['id', 'source', 'type'])
    if (typeof event[name] !== 'string' || event[name] === '') return faultOf('cloudevent_no_text', { name })
  return null
}
