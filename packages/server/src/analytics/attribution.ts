import {
  type AttributedChannel,
  type AttributionAnswer,
  type AttributionModelName,
  type AttributionPeopleQuestion,
  type AttributionQuestion,
  attributionLimits,
  faultOf,
} from '@teia/contracts'
import { type AttributionModel, type Estimate, noChannel, PathTable } from '@teia/methods'
import { AppError } from '../platform/errors.ts'
import { type Asking, limitsOf, runEach } from './ask.ts'
import {
  attributedPeople,
  openAttributionScene,
  type PathRow,
  planAttributionPaths,
} from './attribution-paths.ts'
import { dividePaths } from './divide-paths.ts'
import type { Scene } from './fragments.ts'
import { type PeoplePage, peoplePage } from './people-page.ts'

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
 * Divides conversions among what was met before them. The store groups paths, the models are calculated here. Throws
 * `query_too_large` where there are too many different paths.
 */
export async function askAttribution(asking: Asking, question: AttributionQuestion): Promise<Divided> {
  const scene = await openAttributionScene(asking, question)
  const { table, meta, ...counted } = await countPaths(asking, question, scene)
  const { conversions, value, draws, models } = await dividePaths(asking, {
    paths: table.coded(),
    models: question.models.map((name) => modelOf(name, question)),
    draws: question.intervals ? attributionLimits.draws : 0,
    seconds: attributionLimits.seconds,
  })
  return {
    ...{ conversions, value, draws, meta },
    ...counted,
    paths: table.paths,
    models: models.map(({ channels }, at) => ({
      model: question.models[at] ?? 'first',
      channels: channels.map(shown),
    })),
  }
}

/** Takes the paths up as they come from the store: very many of them would not fit into memory as they are. */
async function countPaths(asking: Asking, question: AttributionQuestion, scene: Scene) {
  const most = limitsOf(asking)
  const table = new PathTable()
  const touches = new Map<string, number>()
  const sums = { nulls: 0, cut: 0 }
  const take = (row: PathRow) => {
    table.add(row)
    sums.nulls += row.nulls
    sums.cut += row.cut
    for (const channel of row.channels)
      touches.set(channel, (touches.get(channel) ?? 0) + row.conversions + row.nulls)
    if (table.paths > most.paths)
      throw new AppError('query_too_large', 422, faultOf('paths_too_many', { most: most.paths }))
    if (table.touches > most.touches)
      throw new AppError('query_too_large', 422, faultOf('touches_too_many', { most: most.touches }))
  }
  const meta = await runEach(asking, planAttributionPaths(asking, question, scene), take)
  return { table, touches, ...sums, meta }
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
