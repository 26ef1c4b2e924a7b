import {
  defaultBlocked,
  type ExternalRule,
  type IdentityRules,
  type KindRule,
  type RuleKind,
} from '@teia/contracts'
import { fitsWildcard } from './wildcard.ts'

const rule = (priority: number, limit: number, sharedAfter: number, blocked: string[] = []): KindRule => ({
  use: 'join',
  priority,
  limit,
  sharedAfter,
  blocked,
})

/** Addresses that stand for a company and not for one of its customers, in the languages of the product. */
const sharedMailboxes = [
  'info',
  'admin',
  'administrator',
  'noreply',
  'no-reply',
  'donotreply',
  'nao-responda',
  'naoresponda',
  'non-rispondere',
  'postmaster',
  'webmaster',
  'hostmaster',
  'abuse',
  'root',
  'contact',
  'contato',
  'contatti',
  'support',
  'suporte',
  'supporto',
  'assistenza',
  'atendimento',
  'sales',
  'vendas',
  'vendite',
  'office',
  'hello',
  'billing',
  'test',
  'teste',
].map((name) => `${name}@*`)

/** What holds until a workspace says otherwise: two user ids are one person only when somebody says so. */
export const defaultRules: IdentityRules = {
  kinds: {
    userId: rule(10, 1, 1000),
    anonymousId: rule(20, 200, 50),
    external: rule(30, 5, 50),
    email: rule(40, 5, 50, sharedMailboxes),
    phone: rule(50, 5, 50),
    device: rule(60, 50, 50),
    advertisingId: rule(70, 50, 50),
  },
  externalTypes: {},
  blocked: defaultBlocked,
  defaultCountry: null,
  email: { ignoreTag: false, ignoreDots: false },
}

/** What is said of one type of external ids. Types are what senders make of them, also `constructor`. */
export const externalRuleOf = (rules: IdentityRules, type: string): ExternalRule | undefined =>
  Object.hasOwn(rules.externalTypes, type) ? rules.externalTypes[type] : undefined

/** The rule of a kind of identifier. */
export function ruleOf(rules: IdentityRules, kind: string): KindRule {
  if (kind.startsWith('external:')) return externalRuleOf(rules, kind.slice(9)) ?? rules.kinds.external
  return rules.kinds[kind as RuleKind] ?? rules.kinds.external
}

/** Says of values whether the rules let them identify somebody; keeps what it has worked out. */
export class Blocklist {
  readonly #rules: IdentityRules
  readonly #ofKind = new Map<string, { exact: ReadonlySet<string>; patterns: readonly string[] }>()

  constructor(rules: IdentityRules) {
    this.#rules = rules
  }

  isBlocked(kind: string, value: string): boolean {
    const list = this.#ofKind.get(kind) ?? this.#add(kind)
    const folded = value.trim().toLowerCase()
    return (
      folded === '' ||
      list.exact.has(folded) ||
      list.patterns.some((pattern) => fitsWildcard(pattern, folded))
    )
  }

  #add(kind: string) {
    const all = [...this.#rules.blocked, ...ruleOf(this.#rules, kind).blocked].map((one) => one.toLowerCase())
    const list = {
      exact: new Set(all.filter((one) => !/[*?]/.test(one))),
      patterns: all.filter((one) => /[*?]/.test(one)),
    }
    this.#ofKind.set(kind, list)
    return list
  }
}
