import type { IdentityLink } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'

const known = ['userId', 'anonymousId', 'email', 'phone', 'device', 'advertisingId'] as const

/** What a kind of identifier is called; ids of other systems by their type. */
export function useKindName() {
  const { t } = useText()
  return (kind: string): string => {
    const plain = known.find((one) => one === kind)
    if (plain) return t(`identity.kind_${plain}`)
    return kind.startsWith('external:') ? kind.slice(9) : t('identity.kind_external')
  }
}

/** What said that two identifiers are one, and what became of it, in words. */
export function useLinkWords() {
  const { t } = useText()
  const kindName = useKindName()
  const rule = ({ rule: by, decidedBy }: IdentityLink) => {
    if (by === 'accepted') return t('identity.rule_accepted', { who: decidedBy ?? '–' })
    if (by === 'alias' || by === 'identify') return t(`identity.rule_${by}`)
    return t('identity.rule_shared', { kind: kindName(by) })
  }
  const state = (link: IdentityLink) => {
    if (link.state === 'applied') return t('identity.state_applied')
    if (link.state === 'undone') return t('identity.state_undone', { who: link.decidedBy ?? '–' })
    if (link.reason === 'limit') return t('identity.reason_limit', { kind: kindName(link.limitKind ?? '') })
    return t(`identity.reason_${link.reason ?? 'shared'}`)
  }
  return { rule, state }
}
