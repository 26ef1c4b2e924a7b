import { type Language, type MapCard, MapDocument, type MapTemplate } from '@teia/contracts'

/** The same in English, Italian and Brazilian Portuguese. */
export type Words = readonly [en: string, it: string, ptBr: string]

/** A step to begin with: what the customer does, where, how it may feel, and a pain or an opportunity to talk about. */
export type TemplateStep = {
  id: string
  name: Words
  /** Names of the events that are taken as the step, of the common specs of shops and services. */
  events: readonly string[]
  touchpoints: readonly string[]
  feeling: number
  action: Words
  pain?: Words
  opportunity?: Words
  optional?: true
}
export type Template = {
  id: string
  name: Words
  description: Words
  stages: readonly { id: string; name: Words; steps: readonly TemplateStep[] }[]
}

const lanes = [
  'actions',
  'touchpoints',
  'thinking',
  'feeling',
  'quotes',
  'pains',
  'opportunities',
  'front-stage',
  'back-stage',
  'systems',
  'owners',
] as const

const languages: readonly Language[] = ['en', 'it', 'pt-BR']

/** A template as a map in one language. Ids are the same in all of them. */
export function templateIn(template: Template, language: Language): MapTemplate {
  const say = (words: Words) => words[Math.max(0, languages.indexOf(language)) as 0 | 1 | 2]
  const document = MapDocument.parse({
    name: say(template.name),
    description: say(template.description),
    lanes: lanes.map((kind) => ({ id: kind, kind })),
    asIs: {
      stages: template.stages.map((stage) => ({
        id: stage.id,
        name: say(stage.name),
        steps: stage.steps.map((step) => ({
          id: step.id,
          name: say(step.name),
          matcher: matcherOf(step.events),
          optional: step.optional ?? false,
          feeling: step.feeling,
          cards: cardsOf(step, say),
        })),
      })),
    },
  })
  return { id: template.id, name: document.name, description: document.description, document }
}

function matcherOf(events: readonly string[]) {
  const [only, ...more] = events.map((event) => ({ event }))
  return more.length === 0 ? only : { anyOf: [only, ...more] }
}

function cardsOf(step: TemplateStep, say: (words: Words) => string): Record<string, MapCard[]> {
  const card = (lane: string, words: Words | undefined) =>
    words ? { [lane]: [{ id: `${step.id}-${lane}`, text: say(words) }] } : {}
  return {
    ...card('actions', step.action),
    touchpoints: step.touchpoints.map((touchpoint) => ({
      id: `${step.id}-${touchpoint}`,
      text: '',
      touchpoint,
    })),
    ...card('pains', step.pain),
    ...card('opportunities', step.opportunity),
  }
}
