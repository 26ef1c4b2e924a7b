import {
  type ExternalRule,
  type IdentityRules,
  type KindRule,
  type RuleKind,
  ruleKinds,
} from '@teia/contracts'

export type RulesForm = IdentityRules & { version: number }

const prefix = 'external:'
const typeOf = (kind: string) => (kind.startsWith(prefix) ? kind.slice(prefix.length) : null)

/** The types of external ids that have rules of their own, by name. */
export const typesOf = (form: RulesForm): string[] => Object.keys(form.externalTypes).toSorted()

/** Everything that has rules: the kinds, then types of external ids as `external:<type>`. */
export const kindsOf = (form: RulesForm): string[] => [
  ...ruleKinds,
  ...typesOf(form).map((type) => `${prefix}${type}`),
]

/** The rule of a kind; of a type without one, that of all external ids. */
export function ruleOf(form: RulesForm, kind: string): ExternalRule {
  const type = typeOf(kind)
  if (type !== null) return form.externalTypes[type] ?? form.kinds.external
  return form.kinds[kind as RuleKind]
}

/** Changes the rule of a kind or of a type of external ids. */
export function withRule(
  form: RulesForm,
  kind: string,
  change: Partial<KindRule> & { read?: ExternalRule['read'] },
): RulesForm {
  const type = typeOf(kind)
  const rule = { ...ruleOf(form, kind), ...change }
  return type === null
    ? { ...form, kinds: { ...form.kinds, [kind]: rule } }
    : { ...form, externalTypes: { ...form.externalTypes, [type]: rule } }
}

/** Gives a type of external ids rules of its own, which begin as those of all. */
export const withType = (form: RulesForm, type: string): RulesForm => withRule(form, `${prefix}${type}`, {})

export function withoutType(form: RulesForm, type: string): RulesForm {
  const { [type]: _gone, ...externalTypes } = form.externalTypes
  return { ...form, externalTypes }
}
