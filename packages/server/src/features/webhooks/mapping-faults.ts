import {
  type Fault,
  faultOf,
  type MappingRule,
  type MappingValue,
  sayFault,
  type WebhookMapping,
} from '@teia/contracts'
import { parsePath } from './mapping-path.ts'

const needed: Partial<Record<MappingRule['type'], keyof MappingRule>> = {
  track: 'event',
  group: 'groupId',
  alias: 'previousId',
}

/** Where in a mapping something is wrong, and what, in words. */
export type MappingFault = { path: string; message: string; fault: Fault }
const placed = (path: string, fault: Fault): MappingFault => ({ path, message: sayFault(fault), fault })
type PlacedPath = { at: string; path: string }

/** What no schema can see: paths that cannot be read and rules that can never make a message. */
export function faultsOfMapping(mapping: WebhookMapping): MappingFault[] {
  return mapping.rules.flatMap((rule, place) => {
    const number = place + 1
    const path = `rules.${place}`
    const lacking = needed[rule.type]
    const hasNobody = rule.userId === undefined && rule.anonymousId === undefined
    return [
      ...pathsOf(rule)
        .filter((one) => parsePath(one.path) === null)
        .map((one) => placed(`${path}.${one.at}`, faultOf('rule_no_path', { rule: number, path: one.path }))),
      ...(lacking !== undefined && rule[lacking] === undefined
        ? [placed(path, faultOf('rule_lacks', { rule: number, type: rule.type, name: lacking }))]
        : []),
      ...(hasNobody && rule.type !== 'privacy_request'
        ? [placed(path, faultOf('rule_nobody', { rule: number }))]
        : []),
    ]
  })
}

const single = ['event', 'userId', 'anonymousId', 'groupId', 'previousId', 'messageId', 'timestamp'] as const
const grouped = ['properties', 'traits', 'context', 'externalIds'] as const

function pathsOf(rule: MappingRule): PlacedPath[] {
  return [
    ...(rule.each === undefined ? [] : [{ at: 'each', path: rule.each }]),
    ...(rule.when ?? []).map((condition, place) => ({ at: `when.${place}.path`, path: condition.path })),
    ...single.flatMap((name) => pathsOfValue(rule[name], name)),
    ...grouped.flatMap((group) =>
      Object.entries(rule[group] ?? {}).flatMap(([name, value]) => pathsOfValue(value, `${group}.${name}`)),
    ),
  ]
}

function pathsOfValue(value: MappingValue | undefined, at: string): PlacedPath[] {
  if (typeof value !== 'object') return []
  if ('path' in value)
    return [
      ...[value.path].flat().map((path) => ({ at: `${at}.path`, path })),
      ...(value.currency === undefined ? [] : [{ at: `${at}.currency`, path: value.currency }]),
    ]
  if ('join' in value) return value.join.flatMap((part, place) => pathsOfValue(part, `${at}.join.${place}`))
  return [
    { at: `${at}.list`, path: value.list },
    ...Object.entries(value.of).flatMap(([name, part]) => pathsOfValue(part, `${at}.of.${name}`)),
  ]
}
