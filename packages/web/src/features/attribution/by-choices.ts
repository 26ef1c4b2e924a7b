import { useQuery } from '@tanstack/react-query'
import { useText } from '../../i18n/text.tsx'
import { catalogueQuery } from '../../lib/catalogue.ts'

const campaign = ['source', 'medium', 'name', 'content', 'term'] as const

/** What touches can be called after: how a visit came, the touchpoint, its channel, the campaign, a property. */
export function useByChoices() {
  const { t } = useText()
  const { data } = useQuery(catalogueQuery)
  return [
    ...(['entry', 'touchpoint', 'channel'] as const).map((value) => ({
      value,
      label: t(`attribution.by_${value}`),
    })),
    ...campaign.map((part) => ({
      value: `context.campaign.${part}`,
      label: t(`attribution.campaign_${part}`),
    })),
    ...(data?.properties ?? []).map(({ name }) => ({
      value: `properties.${name}`,
      label: name,
      note: t('filters.kind_property'),
    })),
  ]
}
