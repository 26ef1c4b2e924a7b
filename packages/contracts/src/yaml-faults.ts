import { type Fault, type FaultCode, faultOf } from './faults.ts'

/** The codes of faults that the package `yaml` finds in a text. What is not here is something unexpected. */
const byCode: Record<string, FaultCode & `yaml_${string}`> = {
  BAD_INDENT: 'yaml_indent',
  BLOCK_AS_IMPLICIT_KEY: 'yaml_indent',
  BLOCK_IN_FLOW: 'yaml_indent',
  TAB_AS_INDENT: 'yaml_tab',
  MISSING_CHAR: 'yaml_sign_missing',
  DUPLICATE_KEY: 'yaml_key_twice',
  MULTILINE_IMPLICIT_KEY: 'yaml_key_lines',
  KEY_OVER_1024_CHARS: 'yaml_key_lines',
  BAD_SCALAR_START: 'yaml_start',
  BAD_DQ_ESCAPE: 'yaml_escape',
  ALIAS_PROPS: 'yaml_alias',
  BAD_ALIAS: 'yaml_alias',
  BAD_PROP_ORDER: 'yaml_alias',
  MULTIPLE_ANCHORS: 'yaml_alias',
  MULTIPLE_TAGS: 'yaml_alias',
  TAG_RESOLVE_FAILED: 'yaml_alias',
  NON_STRING_KEY: 'yaml_key_lines',
  MULTIPLE_DOCS: 'yaml_several',
  RESOURCE_EXHAUSTION: 'yaml_too_large',
}

/** Says what a parser of YAML has thrown or found as a fault of the catalogue, never in the parser's own words. */
export function faultOfYaml(error: unknown): Fault {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string')
    return { code: Object.hasOwn(byCode, code) ? (byCode[code] ?? '') : 'yaml_unexpected', values: {} }
  // Aliases are followed when the text has been read already, and have a name at most.
  const [, name] = /^Unresolved alias .*: (.+)$/.exec(String(message)) ?? []
  return name === undefined ? faultOf('yaml_too_large') : faultOf('yaml_anchor_absent', { name })
}

/** Where in the text it is, counted from 1; null: the parser does not know. */
export function placeInYaml(error: unknown): { line: number; column: number } | null {
  const [start] = (error as { linePos?: { line: number; col: number }[] }).linePos ?? []
  return start ? { line: start.line, column: start.col } : null
}
