import { Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Channel, channels, type Matcher, ownerships, type TouchpointDefinition } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { catalogueQuery, valuesQuery } from '../../lib/catalogue.ts'
import { Switch } from '../../ui/button.tsx'
import { useChannelName } from '../../ui/channel-name.ts'
import { WhoPick } from '../../ui/filter-bar.tsx'

type Props = { definition: TouchpointDefinition; onChange: (definition: TouchpointDefinition) => void }

/** What a touchpoint is: whose, in which channel, who answers for it, on what it relies. */
function AboutFields({ definition, onChange }: Props) {
  const { t } = useText()
  const channelName = useChannelName()
  const set = (change: Partial<TouchpointDefinition>) => onChange({ ...definition, ...change })
  return (
    <fieldset className="bare form">
      <legend>{t('touchpoints.definition')}</legend>
      <TextInput
        label={t('touchpoints.name')}
        value={definition.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        required
        maxLength={120}
      />
      <div>
        <p className="field-label">{t('touchpoints.ownership')}</p>
        <Switch
          label={t('touchpoints.ownership')}
          value={definition.ownership}
          options={ownerships.map((value) => ({ value, label: t(`touchpoints.${value}`) }))}
          onChange={(ownership) => set({ ownership, ...(ownership === 'own' && { partner: '' }) })}
        />
      </div>
      {definition.ownership !== 'own' && (
        <TextInput
          label={t('touchpoints.partnerName')}
          value={definition.partner}
          onChange={(event) => set({ partner: event.currentTarget.value })}
          maxLength={120}
        />
      )}
      <Select
        label={t('filters.channel')}
        description={definition.channel === null ? t('touchpoints.channelHelp') : undefined}
        value={definition.channel ?? 'said'}
        allowDeselect={false}
        data={[
          { value: 'said', label: t('touchpoints.channelSaid') },
          ...channels.map((value) => ({ value, label: channelName(value) })),
        ]}
        onChange={(value) => set({ channel: Channel.nullable().catch(null).parse(value) })}
      />
      <TextInput
        label={t('touchpoints.team')}
        value={definition.team}
        onChange={(event) => set({ team: event.currentTarget.value })}
        maxLength={120}
      />
      <TagsInput
        label={t('touchpoints.systems')}
        value={definition.systems}
        onChange={(systems) => set({ systems })}
        maxTags={50}
      />
      <Textarea
        label={t('touchpoints.description')}
        value={definition.description}
        onChange={(event) => set({ description: event.currentTarget.value })}
        autosize
        minRows={2}
        maxLength={2000}
      />
    </fieldset>
  )
}

/** Which events belong to a touchpoint: by name, by the name of a page or screen, and by what they hold. */
function MatcherFields({ definition, onChange }: Props) {
  const { t } = useText()
  const { data: catalogue } = useQuery(catalogueQuery)
  const { data: names } = useQuery(valuesQuery('property', 'name', ''))
  const { matcher } = definition
  const { where, ...rest } = matcher
  const set = (change: Partial<Matcher>) => onChange({ ...definition, matcher: { ...matcher, ...change } })
  const known = (names?.values ?? []).map((one) => one.value)
  return (
    <fieldset className="bare form">
      <legend>{t('touchpoints.matcher')}</legend>
      <TagsInput
        label={t('touchpoints.events')}
        description={t('touchpoints.eventsHelp')}
        value={matcher.events}
        data={(catalogue?.events ?? []).map((event) => event.name)}
        onChange={(events) => set({ events })}
        maxTags={200}
        splitChars={[]}
      />
      <TagsInput
        label={t('touchpoints.pages')}
        description={t('touchpoints.namesHelp')}
        value={matcher.pages}
        data={known}
        onChange={(pages) => set({ pages })}
        maxTags={50}
        splitChars={[]}
      />
      <TagsInput
        label={t('touchpoints.screens')}
        value={matcher.screens}
        data={known}
        onChange={(screens) => set({ screens })}
        maxTags={50}
        splitChars={[]}
      />
      <div>
        <WhoPick
          name={t('touchpoints.where')}
          anyone={t('touchpoints.whereAny')}
          kinds={['property']}
          filter={where}
          onChange={(filter) =>
            onChange({ ...definition, matcher: { ...rest, ...(filter && { where: filter }) } })
          }
        />
      </div>
    </fieldset>
  )
}

/** Every field of a touchpoint. */
export function DefinitionForm(props: Props) {
  return (
    <>
      <AboutFields {...props} />
      <MatcherFields {...props} />
    </>
  )
}
