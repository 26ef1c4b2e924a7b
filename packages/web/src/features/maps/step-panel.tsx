import { Link } from '@tanstack/react-router'
import type { JourneyMap, MapDrawing, MapQuestion, MapState } from '@teia/contracts'
import { useMay } from '../../app/use-session.ts'
import { useText } from '../../i18n/text.tsx'
import { Button } from '../../ui/button.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Comments } from './comments.tsx'
import type { MapCommand } from './map-commands.ts'
import { type MapFacts, placeOf } from './map-facts.ts'
import { MapVersions } from './map-versions.tsx'
import { type MapSearch, stepTabs } from './maps-search.ts'
import { MatcherLines } from './matcher-lines.tsx'
import { StepConformance } from './step-conformance.tsx'
import { StepEditor } from './step-editor.tsx'
import { StepNumbers } from './step-numbers.tsx'
import { StepPeople } from './step-people.tsx'
import { StepShares } from './step-shares.tsx'

type Props = {
  map: JourneyMap
  drawing: MapDrawing
  step: string
  search: MapSearch
  question: MapQuestion | null
  facts: MapFacts | null
  state: MapState
  /** Null: the map is only looked at. */
  run: ((command: MapCommand) => void) | null
  onChange: (change: MapSearch) => void
}

function Tabs({ search }: { search: MapSearch }) {
  const { t } = useText()
  const may = useMay()
  const tabs = stepTabs.filter((tab) => tab !== 'people' || may('people:read'))
  return (
    <nav className="tabs" aria-label={t('maps.tabs')}>
      {tabs.map((tab) => (
        <Link
          key={tab}
          to="."
          replace
          activeOptions={{ exact: true, explicitUndefined: true }}
          resetScroll={false}
          search={{ ...search, tab: tab === 'numbers' ? undefined : tab }}
          {...((search.tab ?? 'numbers') === tab ? { 'aria-current': 'true' as const } : {})}
        >
          {t(`maps.tab_${tab}`)}
        </Link>
      ))}
    </nav>
  )
}

function NumbersTab(props: Props & { found: NonNullable<ReturnType<typeof placeOf>> }) {
  const { t } = useText()
  const may = useMay()
  const { found, facts, onChange, state, run, question, search } = props
  const isEditing = run !== null
  const { step } = found
  const own = facts?.steps.get(step.id)
  const mayOpen = may('people:read')
  return (
    <>
      {run ? (
        <StepEditor step={step} state={state} run={run} />
      ) : (
        <>
          {step.matcher && <MatcherLines matcher={step.matcher} />}
          {step.description !== '' && <p className="quiet step-about">{step.description}</p>}
        </>
      )}
      {!step.matcher && !isEditing && <p className="quiet step-about">{t('maps.unbound')}</p>}
      {!step.matcher && !isEditing && may('maps:write') && (
        <div className="buttons">
          <Button onClick={() => onChange({ edit: true })}>{t('maps.bind')}</Button>
        </div>
      )}
      {step.matcher && own && (
        <div className="step-numbers">
          <StepNumbers
            step={step}
            facts={own}
            onOpen={mayOpen ? (part) => onChange({ tab: 'people', part }) : null}
          />
        </div>
      )}
      {step.matcher && own && own.now.entered > 0 && question && !isEditing && (
        <StepShares question={question} step={step.id} by={search.by} onBy={(by) => onChange({ by })} />
      )}
      {step.matcher && own && own.now.now > 0 && mayOpen && (
        <section>
          <div className="buttons">
            <Button
              kind={isEditing ? 'normal' : 'primary'}
              onClick={() => onChange({ tab: 'people', part: 'now' })}
            >
              {t('maps.openPeople', { n: own.now.now })}
            </Button>
          </div>
        </section>
      )}
    </>
  )
}

/** A step beside the map: its definition, numbers, people, deviations, what was said of it and how it came to be. */
export function StepPanel(props: Props) {
  const { t } = useText()
  const { drawing, step, search, question, onChange, map, run } = props
  const found = placeOf(drawing, step)
  if (!found) return null
  const tab = search.tab ?? 'numbers'
  const unbound = <p className="quiet step-about">{t('maps.unbound')}</p>
  return (
    <SidePanel
      kind={t('maps.stepKind', { n: found.n, stage: found.stage.name })}
      title={found.step.name}
      label={t('maps.panel')}
      onClose={() => onChange({ step: undefined, tab: undefined, part: undefined })}
    >
      <Tabs search={search} />
      {tab === 'numbers' && <NumbersTab {...props} found={found} />}
      {tab === 'people' &&
        (question && found.step.matcher ? (
          <StepPeople
            key={`${step} ${search.part}`}
            question={question}
            step={step}
            part={search.part ?? 'entered'}
            onPart={(part) => onChange({ part })}
          />
        ) : (
          unbound
        ))}
      {tab === 'conformance' &&
        (question && found.step.matcher ? <StepConformance question={question} step={step} /> : unbound)}
      {tab === 'comments' && <Comments mapId={map.id} part={step} drawing={drawing} />}
      {tab === 'history' && <MapVersions map={map} part={step} mayRestore={run === null} />}
    </SidePanel>
  )
}
