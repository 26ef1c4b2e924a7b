import { z } from 'zod'
import { Fault } from './fault-kinds.ts'
import * as parts from './world-parts.ts'

const share = z.number().min(0).max(1)
const text = z.string().min(1)

const WorldShape = z.strictObject({
  id: text,
  name: text,
  currency: z.string().length(3),
  site: z.url(),
  customerPrefix: text,
  timeZones: z.record(text, parts.TimeZone),
  places: z.array(parts.Place).min(1),
  names: z.record(
    parts.Language,
    z.strictObject({ first: z.array(text).min(1), last: z.array(text).min(1) }),
  ),
  familyWord: z.record(parts.Language, text),
  mailDomains: z.array(z.string().endsWith('.example')).min(1),
  households: z.strictObject({ share, sharedDevice: share }),
  identity: z.strictObject({ aliased: share, cookieLost: share, wrongClock: share }),
  network: z.strictObject({ duplicated: share, late: share }),
  rhythm: parts.Rhythm,
  catalogue: z.strictObject({ zipf: z.number().min(0), categories: z.array(parts.Category).min(1) }),
  entries: z.array(parts.Entry).min(1),
  steps: z.record(
    parts.StepName.exclude(['leave']),
    z.partialRecord(parts.StepName, z.number().nonnegative()),
  ),
  stepSeconds: z.number().positive(),
  archetypes: z.array(parts.Archetype).min(1),
  checkout: parts.Checkout,
  payment: parts.Payment,
  carriers: z.array(parts.Carrier).min(1),
  stores: z.array(parts.Store).min(1),
  pickup: share,
  marketplace: z.strictObject({ name: text, share }),
  support: parts.Support,
  returns: z.strictObject({ team: text, tool: text, reopened: share, wrongItem: share }),
  surveys: z.array(parts.Survey),
  email: parts.Email,
  signals: z.strictObject({ enabled: z.boolean(), series: z.array(parts.Signal) }),
  phrases: z.record(parts.Language, z.array(parts.Phrase).min(1)),
  faults: z.array(Fault),
})

/** Everything a world consists of; see `worlds/mercado-aurora.json` for a full example. */
export type World = z.infer<typeof WorldShape>

type Report = (path: (string | number)[], message: string) => void

function checkKnown(report: Report, names: Iterable<string>, known: Set<string>, path: (string | number)[]) {
  for (const name of names) if (!known.has(name)) report([...path, name], `Unknown name "${name}".`)
}

/** Checks that names used in one part of the file exist in the part that defines them. */
function checkReferences(world: World, report: Report) {
  const entries = new Set(world.entries.map((entry) => entry.id))
  const categories = new Set(world.catalogue.categories.map((category) => category.id))
  const archetypes = new Set(world.archetypes.map((archetype) => archetype.id))
  world.places.forEach((place, at) => {
    checkKnown(report, [place.timeZone], new Set(Object.keys(world.timeZones)), ['places', at, 'timeZone'])
    if (!world.carriers.some((carrier) => carrier.countries.includes(place.country)))
      report(['places', at, 'country'], `No carrier serves ${place.country}.`)
  })
  world.archetypes.forEach((archetype, at) => {
    checkKnown(report, Object.keys(archetype.entries), entries, ['archetypes', at, 'entries'])
    checkKnown(report, Object.keys(archetype.categories), categories, ['archetypes', at, 'categories'])
  })
  const total = world.archetypes.reduce((sum, archetype) => sum + archetype.share, 0)
  if (Math.abs(total - 1) > 0.001) report(['archetypes'], `Shares add up to ${total.toFixed(3)}, not to 1.`)
  world.faults.forEach((fault, at) => {
    const path = ['faults', at]
    if (fault.kind === 'gateway-slowdown')
      checkKnown(report, [fault.gateway], new Set([world.payment.gateway]), [...path, 'gateway'])
    if (fault.kind === 'carrier-late') {
      checkKnown(report, [fault.carrier], new Set(world.carriers.map((c) => c.name)), [...path, 'carrier'])
      checkKnown(report, [fault.region], new Set(world.places.map((p) => p.region)), [...path, 'region'])
    }
    if (fault.kind === 'assist-only-channel') checkKnown(report, [fault.entry], entries, [...path, 'entry'])
    if (fault.kind === 'persona-drift')
      checkKnown(report, [fault.archetype], archetypes, [...path, 'archetype'])
  })
}

const World = WorldShape.superRefine((world, context) => {
  checkReferences(world, (path, message) => context.addIssue({ code: 'custom', path, message }))
})

/** A world file that cannot be used. `faults` names every bad place by its path. */
export class WorldFileError extends Error {
  readonly faults: readonly { path: string; message: string }[]

  constructor(faults: readonly { path: string; message: string }[]) {
    super(
      `The world file has ${faults.length} fault(s):\n${faults.map((f) => `  ${f.path}: ${f.message}`).join('\n')}`,
    )
    this.name = 'WorldFileError'
    this.faults = faults
  }
}

/**
 * Reads a world from parsed JSON.
 * @throws WorldFileError with every fault and its path, for example `faults[2].kind`
 */
export function parseWorld(input: unknown): World {
  const result = World.safeParse(input)
  if (result.success) return result.data
  throw new WorldFileError(
    result.error.issues.map((issue) => ({ path: pathText(issue.path), message: issue.message })),
  )
}

function pathText(path: readonly PropertyKey[]): string {
  const written = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  return written.replace(/^\./, '') || '(file)'
}
