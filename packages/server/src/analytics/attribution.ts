import { setImmediate as breathe } from 'node:timers/promises'
import {
  type AttributedChannel,
  type AttributionAnswer,
  type AttributionModelName,
  type AttributionPeopleQuestion,
  type AttributionQuestion,
  attributionLimits,
  faultOf,
} from '@teia/contracts'
import { type AttributionModel, attribute, type ChannelPath, type Estimate, noChannel } from '@teia/methods'
import { AppError } from '../platform/errors.ts'
import { type Asking, runPlan } from './ask.ts'
import {
  attributedPeople,
  openAttributionScene,
  type PathRow,
  planAttributionPaths,
} from './attribution-paths.ts'
import { type PeoplePage, peoplePage } from './people-page.ts'

/** The same people are drawn for the same paths, so that asking twice gives the same intervals. */
const seed = 1

/** What the engine counted and the models divided, before anything is known of the channels. */
export type Divided = Pick<
  AttributionAnswer,
  'conversions' | 'value' | 'nulls' | 'paths' | 'cut' | 'draws' | 'meta'
> & {
  models: { model: AttributionModelName; channels: Omit<AttributedChannel, 'cost' | 'return'>[] }[]
  /** How often each channel was met on a path. */
  touches: Map<string, number>
}

/**
 * Divides conversions among what was met before them. The store groups paths, the models are calculated here, a step at a
 * time so that other work gets its turn. Throws `query_too_large` where there are too many different paths.
 */
export async function askAttribution(asking: Asking, question: AttributionQuestion): Promise<Divided> {
  const scene = await openAttributionScene(asking, question)
  const { rows, meta } = await runPlan(asking, planAttributionPaths(asking, question, scene))
  if (rows.length > attributionLimits.paths)
    throw new AppError('query_too_large', 422, faultOf('paths_too_many', { most: attributionLimits.paths }))
  const paths = rows.map(pathOf)
  const { conversions, value, draws, models } = await divide(asking, question, paths)
  const touches = new Map<string, number>()
  for (const path of paths)
    for (const channel of path.channels)
      touches.set(channel, (touches.get(channel) ?? 0) + path.conversions + path.nulls)
  return {
    ...{ conversions, value, draws, touches, meta },
    nulls: rows.reduce((sum, row) => sum + row.nulls, 0),
    paths: rows.length,
    cut: rows.reduce((sum, row) => sum + row.cut, 0),
    models: models.map(({ channels }, at) => ({
      model: question.models[at] ?? 'first',
      channels: channels.map(shown),
    })),
  }
}

function shown({ channel, conversions, value, share }: Given) {
  const [converted, worth, part] = [conversions, value, share].map(endsOf) as [Ends, Ends, Ends]
  return {
    channel: channel === noChannel ? '' : channel,
    conversions: conversions.estimate,
    conversionsLow: converted.low,
    conversionsHigh: converted.high,
    value: value.estimate,
    valueLow: worth.low,
    valueHigh: worth.high,
    share: share.estimate,
    shareLow: part.low,
    shareHigh: part.high,
  }
}

type Given = { channel: string; conversions: Estimate; value: Estimate; share: Estimate }
type Ends = { low: number | null; high: number | null }
const endsOf = ({ method, low, high }: Estimate): Ends =>
  method === 'no interval' ? { low: null, high: null } : { low, high }

/** One page of the people whose path has a channel, latest first. Throws `invalid_cursor`. */
export async function askAttributionPeople(
  asking: Asking,
  question: AttributionPeopleQuestion,
): Promise<PeoplePage> {
  const scene = await openAttributionScene(asking, question.attribution)
  const rows = attributedPeople(asking, question, scene)
  return peoplePage(asking, 'analytics.attributionPeople', rows, scene, question)
}

async function divide(asking: Asking, question: AttributionQuestion, paths: readonly ChannelPath[]) {
  const until = performance.now() + attributionLimits.seconds * 1_000
  const run = attribute(
    paths,
    question.models.map((name) => modelOf(name, question)),
    {
      seed,
      draws: question.intervals ? attributionLimits.draws : 0,
      isStopped: () => performance.now() > until,
    },
  )
  let begun = false
  for (;;) {
    const step = run.next()
    if (step.done) return step.value
    if (!begun) asking.progress?.enter('dividing', step.value.all)
    begun = true
    asking.progress?.reach(step.value.done)
    if (asking.signal?.aborted) throw new AppError('query_cancelled', 499, 'The question was cancelled.')
    await breathe()
  }
}

const pathOf = (row: PathRow): ChannelPath => ({
  channels: row.channels,
  conversions: row.conversions,
  value: row.value,
  valueSquares: row.squares,
  nulls: row.nulls,
  decay: { conversions: row.decay, value: row.decay_value },
})

function modelOf(name: AttributionModelName, { direct }: AttributionQuestion): AttributionModel {
  switch (name) {
    case 'last_non_direct':
      return { kind: 'lastNonDirect', direct }
    case 'time_decay':
      return { kind: 'timeDecay' }
    case 'markov':
      return { kind: 'markov', order: 1 }
    case 'markov_2':
      return { kind: 'markov', order: 2 }
    case 'markov_3':
      return { kind: 'markov', order: 3 }
    case 'markov_4':
      return { kind: 'markov', order: 4 }
    case 'shapley':
      return { kind: 'shapley' }
    case 'shapley_rate':
      return { kind: 'shapley', worth: 'rate' }
    default:
      return { kind: name }
  }
}
