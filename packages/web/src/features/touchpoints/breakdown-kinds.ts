import { useQuery } from '@tanstack/react-query'
import { Channel, type Leaf, SourcePage } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { get } from '../../lib/api.ts'
import { catalogueQuery } from '../../lib/catalogue.ts'
import { useChannelName } from '../../ui/channel-name.ts'

/** One way to split a touchpoint. `by` is the breakdown as questions know it. */
export type BreakdownKind = {
  by: string
  label: string
  /** What it is a word about: the interaction, the person, the account. */
  note: string
  /** The words for a value; null: it has none of its own, as where nothing is known. */
  nameOf: (value: string) => string | null
  /** The condition that a value stands for. */
  leafOf: (value: string) => Leaf
}

const byTrait = (trait: string) => ({
  by: `trait:${trait}`,
  nameOf: (value: string) => value || null,
  leafOf: (value: string): Leaf =>
    value === '' ? { trait, operator: 'is_not_set' } : { trait, operator: 'equals', value },
})

const ofAccount = 'account.'
/** Stands before traits of a person that are called as if they were of an account. */
const ofPerson = /^person\./

/**
 * The ways to split a touchpoint, `by` among them: one list a kind of thing, joined in the order in which they are offered. Whatever else
 * people can be told apart by is one more list here.
 */
export function useBreakdownKinds(by: string): readonly BreakdownKind[] {
  const { t } = useText()
  const channelName = useChannelName()
  const maySources = useMay()('sources:read')
  const { data: catalogue } = useQuery(catalogueQuery)
  const { data: sources } = useQuery({
    queryKey: ['sources'],
    queryFn: ({ signal }) => get(SourcePage, '/sources', { signal }),
    enabled: maySources,
  })
  const ofInteraction: BreakdownKind[] = [
    {
      by: 'channel',
      label: t('filters.kind_channel'),
      note: t('touchpoints.ofInteraction'),
      nameOf: (value) => channelName(value),
      leafOf: (value) => ({ channel: Channel.catch('other').parse(value), operator: 'equals' }),
    },
    {
      by: 'property:context.source',
      label: t('touchpoints.source'),
      note: t('touchpoints.ofInteraction'),
      nameOf: (value) => sources?.items.find((source) => source.id === value)?.name ?? value,
      leafOf: (value) => ({ property: 'context.source', operator: 'equals', value }),
    },
  ]
  // What the address asks for is known before the names that could be asked for.
  const asked = by.startsWith('trait:') ? [by.slice('trait:'.length)] : []
  const traits = [...new Set([...(catalogue?.traits ?? []).map((one) => one.name), ...asked])]
  const ofPeople = traits
    .filter((name) => !name.startsWith(ofAccount))
    .map((name) => ({ ...byTrait(name), label: name.replace(ofPerson, ''), note: t('touchpoints.ofPerson') }))
  const ofAccounts = traits
    .filter((name) => name.startsWith(ofAccount))
    .map((name) => ({
      ...byTrait(name),
      label: name.slice(ofAccount.length),
      note: t('touchpoints.ofAccount'),
    }))
  return [...ofInteraction, ...ofPeople, ...ofAccounts]
}
