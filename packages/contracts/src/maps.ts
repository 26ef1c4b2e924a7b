import { z } from 'zod'
import { Id, Instant, Language, pageOf } from './common.ts'
import { type Fault, faultOf } from './faults.ts'
import { EitherPlace, FunnelWindow } from './funnel-steps.ts'
import { refuses } from './shape-faults.ts'

/** How much a workspace and one drawing may hold. */
export const mapLimits = {
  maps: 500,
  stages: 30,
  steps: 120,
  lanes: 24,
  cards: 1_500,
  text: 2_000,
  images: 60,
  /** A drawing, and each image, is one line of an export, and a line has a megabyte. */
  bytes: 900_000,
  imageBytes: 700_000,
  /** All images of a map, so that its file, where bytes take a third more room, can be read again. */
  imagesBytes: 12_000_000,
  comments: 5_000,
  fileBytes: 32_000_000,
} as const

/** What a lane is about. `feeling` is the curve through the steps; of `free` lanes people say themselves what they are. */
export const laneKinds = [
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
  'images',
  'free',
] as const
export const LaneKind = z.enum(laneKinds)
export type LaneKind = z.infer<typeof LaneKind>

/** A name of a part within its map, such as `pays` or `V1StGXR8_Z`; it stays when the part is changed or moved. */
export const PartId = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, refuses(faultOf('map_id_form')))

/** One remark in a lane under a step. */
export const MapCard = z.strictObject({
  id: PartId,
  text: z.string().trim().max(mapLimits.text).default(''),
  /** Who said it, of a quote. */
  by: z.string().trim().max(120).optional(),
  /** A touchpoint by its id, in the lane of touchpoints. */
  touchpoint: z.string().min(1).max(300).optional(),
  /** An image of this map by its id. */
  image: PartId.optional(),
})
export type MapCard = z.infer<typeof MapCard>

/** A step: what it is called, which interactions are taken as it, what it is assumed to feel like, and its cards by lane. */
export const MapStep = z.strictObject({
  id: PartId,
  name: z.string().trim().min(1).max(120),
  description: z.string().trim().max(mapLimits.text).default(''),
  /** Which interactions belong to the step; without it the step is drawn and not measured. */
  matcher: EitherPlace.optional(),
  /** Whether a journey may do without it. */
  optional: z.boolean().default(false),
  /** Whether a journey may take it again before it goes on. */
  repeats: z.boolean().default(false),
  /** From −2 (worst) to +2 (best), as assumed by who drew the map; null: nothing is assumed. */
  feeling: z.number().min(-2).max(2).nullable().default(null),
  cards: z.record(PartId, z.array(MapCard).max(200)).default({}),
})
export type MapStep = z.infer<typeof MapStep>

export const MapStage = z.strictObject({
  id: PartId,
  name: z.string().trim().min(1).max(120),
  steps: z.array(MapStep).max(mapLimits.steps).default([]),
})
export type MapStage = z.infer<typeof MapStage>

export const MapLane = z.strictObject({
  id: PartId,
  kind: LaneKind,
  /** Empty: called after its kind, in the language of who reads. */
  name: z.string().trim().max(120).default(''),
})
export type MapLane = z.infer<typeof MapLane>

/** Stages with their steps, in order. */
export const MapDrawing = z.strictObject({ stages: z.array(MapStage).max(mapLimits.stages).default([]) })
export type MapDrawing = z.infer<typeof MapDrawing>

const Document = z.strictObject({
  name: z.string().trim().min(1).max(120),
  description: z.string().trim().max(mapLimits.text).default(''),
  /** Whose journey it is: a segment by its name or id. Without one, everybody's. */
  segment: z.string().min(1).max(300).optional(),
  /** How long somebody may rest at a step and still be in it; after that they have left. */
  patience: FunnelWindow.default({ value: 7, unit: 'day', from: 'previous' }),
  lanes: z.array(MapLane).max(mapLimits.lanes).default([]),
  asIs: MapDrawing,
  /** What it shall become; a step that has the id of one of the present is the same step. */
  toBe: MapDrawing.nullable().default(null),
})

export const mapStates = ['asIs', 'toBe'] as const
export const MapState = z.enum(mapStates)
export type MapState = z.infer<typeof MapState>

/** The steps of a drawing in order. */
export const stepsOf = (drawing: MapDrawing | null): MapStep[] =>
  drawing?.stages.flatMap((stage) => stage.steps) ?? []
const cardsOf = (step: MapStep): MapCard[] => Object.values(step.cards).flat()

/**
 * A journey as designed: its lanes, the present drawing and, where there is one, the future one. Ids are unique among the
 * lanes, and among the stages, steps and cards of each drawing.
 */
export const MapDocument = Document.superRefine((document, context) => {
  const refuse = (path: (string | number)[], fault: Fault) =>
    context.addIssue({ code: 'custom', path, ...refuses(fault) })
  const lanes = new Set<string>()
  for (const [at, { id }] of document.lanes.entries()) {
    if (lanes.has(id)) refuse(['lanes', at, 'id'], faultOf('map_id_twice', { id }))
    lanes.add(id)
  }
  const bytes = new TextEncoder().encode(JSON.stringify(document)).length
  if (bytes > mapLimits.bytes)
    refuse([], faultOf('map_too_large', { kilobytes: Math.ceil(bytes / 1000), most: mapLimits.bytes / 1000 }))
  for (const state of mapStates) {
    const drawing = document[state]
    if (drawing) checkDrawing(drawing, lanes, (path, fault) => refuse([state, 'stages', ...path], fault))
  }
})
export type MapDocument = z.infer<typeof MapDocument>

function checkDrawing(
  drawing: MapDrawing,
  lanes: ReadonlySet<string>,
  refuse: (path: (string | number)[], fault: Fault) => void,
) {
  const seen = new Set<string>()
  const once = (id: string, path: (string | number)[]) => {
    if (seen.has(id)) refuse([...path, 'id'], faultOf('map_id_twice', { id }))
    seen.add(id)
  }
  for (const [at, stage] of drawing.stages.entries()) {
    once(stage.id, [at])
    for (const [place, step] of stage.steps.entries()) {
      once(step.id, [at, 'steps', place])
      for (const [lane, cards] of Object.entries(step.cards)) {
        const path = [at, 'steps', place, 'cards', lane]
        if (!lanes.has(lane)) refuse(path, faultOf('map_lane_absent', { lane }))
        for (const [n, card] of cards.entries()) once(card.id, [...path, n])
      }
    }
  }
  const steps = stepsOf(drawing)
  if (steps.length > mapLimits.steps)
    refuse([], faultOf('map_steps_too_many', { count: steps.length, most: mapLimits.steps }))
  const cards = steps.flatMap(cardsOf).length
  if (cards > mapLimits.cards)
    refuse([], faultOf('map_cards_too_many', { count: cards, most: mapLimits.cards }))
}

/** A map as it is kept. `revision` counts up with each change; the ETag of a map holds it. */
export const JourneyMap = z.object({
  id: Id,
  revision: z.number().int(),
  createdAt: Instant,
  createdBy: z.string(),
  changedAt: Instant,
  changedBy: z.string(),
  document: MapDocument,
})
export type JourneyMap = z.infer<typeof JourneyMap>

export const MapSummary = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  revision: z.number().int(),
  stages: z.number().int(),
  steps: z.number().int(),
  /** Steps that have a matcher, and so numbers. */
  measured: z.number().int(),
  hasToBe: z.boolean(),
  openComments: z.number().int(),
  changedAt: Instant,
  changedBy: z.string(),
})
export type MapSummary = z.infer<typeof MapSummary>
export const MapList = z.object({ items: z.array(MapSummary) })
export type MapList = z.infer<typeof MapList>

/** A map that was there at one time. */
export const MapVersion = z.object({ revision: z.number().int(), changedAt: Instant, changedBy: z.string() })
export type MapVersion = z.infer<typeof MapVersion>
export const MapVersions = pageOf(MapVersion)
export type MapVersions = z.infer<typeof MapVersions>

/** What people say about a map, or about one of its parts. */
export const MapCommentDefinition = z.strictObject({
  text: z.string().trim().min(1).max(mapLimits.text),
  /** The stage, step or card that it is about; without one, the whole map. */
  part: PartId.optional(),
  /** The comment that it answers. */
  answers: Id.optional(),
  /** Members of staff who are to read it, by their ids. */
  mentions: z.array(Id).max(20).default([]),
})
export type MapCommentDefinition = z.infer<typeof MapCommentDefinition>
export const MapComment = z.object({
  id: Id,
  text: z.string(),
  part: z.string().nullable(),
  answers: Id.nullable(),
  mentions: z.array(z.object({ id: Id, name: z.string() })),
  by: z.object({ id: Id.nullable(), name: z.string() }),
  at: Instant,
  /** Null while it is open. */
  resolvedAt: Instant.nullable(),
})
export type MapComment = z.infer<typeof MapComment>
export const MapComments = z.object({ items: z.array(MapComment) })
export type MapComments = z.infer<typeof MapComments>
export const MapCommentChange = z.strictObject({ resolved: z.boolean() })

/** A map to begin with, in the language asked for. */
export const MapTemplate = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  document: MapDocument,
})
export type MapTemplate = z.infer<typeof MapTemplate>
/** In which language; English unless told. */
export const TemplatesQuery = z.object({ language: Language.default('en') })
export const MapTemplates = z.object({ items: z.array(MapTemplate) })
export type MapTemplates = z.infer<typeof MapTemplates>

export const MapImage = z.object({ id: PartId, type: z.string(), bytes: z.number().int() })
export type MapImage = z.infer<typeof MapImage>

/** A map as one file: the whole of it, images within. */
export const MapFile = z.strictObject({
  teia: z.literal('map'),
  version: z.literal(1),
  map: MapDocument,
  /** By their ids: type and bytes in base64. */
  images: z
    .record(
      PartId,
      z.strictObject({ type: z.enum(['image/png', 'image/jpeg', 'image/webp']), data: z.base64() }),
    )
    .default({}),
})
export type MapFile = z.infer<typeof MapFile>
