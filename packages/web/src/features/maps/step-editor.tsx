import { Textarea } from '@mantine/core'
import type { EitherPlace, MapState, MapStep } from '@teia/contracts'
import { useText } from '../../i18n/text.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { WhoPick } from '../../ui/filter-bar.tsx'
import { type Place, PlacePick } from '../../ui/place-pick.tsx'
import { PanelSection } from '../../ui/side-panel.tsx'
import type { MapCommand } from './map-commands.ts'

const MOST = 10
const placesOf = (matcher: EitherPlace | undefined): readonly Place[] =>
  matcher === undefined ? [] : (matcher.anyOf ?? [matcher])

/** The matcher with other places: one stands for itself, several are a choice; its filter holds for all. */
export function withPlaces(
  matcher: EitherPlace | undefined,
  places: readonly Place[],
): EitherPlace | undefined {
  const filter = matcher?.filter
  const [only, ...more] = places
  if (!only) return undefined
  const own = filter ? { filter } : {}
  return more.length === 0 ? { ...own, ...only } : { ...own, anyOf: [...places] }
}

/** Says which interactions belong to a step: an event or touchpoint, either of several, and what else has to hold. */
function MatcherEditor(props: {
  matcher: EitherPlace | undefined
  onChange: (next: EitherPlace | undefined) => void
}) {
  const { t } = useText()
  const { matcher, onChange } = props
  const places = placesOf(matcher)
  return (
    <div className="matcher-editor">
      {places.map((place, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a choice is its place
        <span key={at} className="either">
          {at > 0 && <span className="note">{t('funnels.or')}</span>}
          <PlacePick
            name={t('maps.matcherPlace')}
            bare
            place={place}
            onChange={(next) => onChange(withPlaces(matcher, places.with(at, next)))}
          />
          <IconButton
            icon="close"
            label={t('maps.matcherRemove')}
            onClick={() => onChange(withPlaces(matcher, places.toSpliced(at, 1)))}
          />
        </span>
      ))}
      <span className="either">
        {places.length < MOST && (
          <PlacePick
            name={t('maps.matcherAdd')}
            bare
            place={{}}
            add={t(places.length === 0 ? 'maps.matcherAdd' : 'funnels.orElse')}
            onChange={(place) => onChange(withPlaces(matcher, [...places, place]))}
          />
        )}
        {matcher && (
          <WhoPick
            name={t('funnels.where')}
            anyone={t('funnels.always')}
            filter={matcher.filter}
            onChange={(filter) => {
              const { filter: _, ...rest } = matcher
              onChange(filter ? { ...rest, filter } : rest)
            }}
          />
        )}
      </span>
    </div>
  )
}

/** What can be set of a step beside its name: which interactions belong to it, what may be done without it, its description. */
export function StepEditor(props: { step: MapStep; state: MapState; run: (command: MapCommand) => void }) {
  const { t } = useText()
  const { step, state, run } = props
  const change = (change: Partial<MapStep>) => run({ do: 'step.change', state, id: step.id, change })
  return (
    <PanelSection title={t('maps.matcher')} note={t('maps.matcherNote')}>
      <MatcherEditor
        matcher={step.matcher}
        onChange={(matcher) => run({ do: 'step.change', state, id: step.id, change: { matcher } })}
      />
      <div className="step-checks">
        {(['optional', 'repeats'] as const).map((name) => (
          <label key={name} className="check">
            <input
              type="checkbox"
              checked={step[name]}
              onChange={(event) => change({ [name]: event.target.checked })}
            />
            {t(`maps.may_${name}`)}
          </label>
        ))}
      </div>
      <Textarea
        key={step.id}
        label={t('maps.description')}
        defaultValue={step.description}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={2000}
        onBlur={(event) => change({ description: event.currentTarget.value.trim() })}
      />
      <div className="buttons step-remove">
        <Button kind="danger" icon="trash" onClick={() => run({ do: 'step.remove', state, id: step.id })}>
          {t('maps.removeStep')}
        </Button>
      </div>
    </PanelSection>
  )
}
