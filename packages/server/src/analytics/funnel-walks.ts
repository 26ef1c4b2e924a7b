import { type FunnelQuestion, windowSeconds } from '@teia/contracts'
import type { Marks } from './funnel-steps.ts'

/** The shape of a funnel: what decides which walk of somebody counts. */
type Shape = Pick<FunnelQuestion, 'order' | 'window'> & Marks

/** The latest value until each place. Zeros are no values; a negative one ends what was before. */
const kept = (values: string) => `arrayFill(x -> x != 0, ${values})`
const keptFromEnd = (values: string) => `arrayReverseFill(x -> x != 0, ${values})`
const shifted = (values: string) => `arrayPushFront(arrayPopBack(${values}), toInt64(0))`
const shiftedBack = (values: string) => `arrayPushBack(arrayPopFront(${values}), toInt64(0))`
const numbers = (values: readonly number[]) => `CAST([${values.join(', ')}], 'Array(UInt32)')`
const noNumbers = `CAST([], 'Array(UInt32)')`
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1)
/** A list that grows by one for each of several constants, which are the same for all rows. */
const grown = (next: string, names: readonly string[], over: readonly (readonly number[])[], first: string) =>
  `arrayFold((acc, ${names.join(', ')}) -> arrayPushBack(acc, ${next}), ${over.map(numbers).join(', ')}, ${first})`

/**
 * The walk of each unit that counts, from rows `(…, times, marks)` of one unit in order: adds `depth`, how many required
 * steps it has, and `places`, for each step of the question its place among the rows, 0 where it has none.
 *
 * Every part is a pass over whole arrays, one for each step, and none a loop over rows. Forward, each required step holds
 * at each row where it is taken the latest first step (or, where windows run from the step before, the row's own time) from
 * which that can be: the latest leaves the most time for the rest, so that the deepest walk is found whatever its first step
 * is. `done` is where the deepest walk is complete first. Then the earliest of the walks of that depth is picked out. Passes are folds over the steps,
 * since the engine takes longer to plan a statement that names each step than to run it.
 */
export function walksOf(units: string, shape: Shape): string {
  const { required, optional } = shape
  const order = [
    ...required.map((step, at) => ({ step, place: at + 1 })),
    ...optional.map(({ step }, at) => ({ step, place: required.length + at + 1 })),
  ].toSorted((x, y) => x.step - y.step)
  const [done, depth] = foundSql('forth.1', 'forth')
  return [
    `${forthSql(shape)} AS forth`,
    `${done} AS done, ${depth} AS depth`,
    ...pickSql(shape),
    ...(optional.length === 0
      ? []
      : [
          `${optionalSql(shape)} AS extra`,
          `arrayMap(place -> arrayConcat(taken, extra)[place], ${numbers(order.map(({ place }) => place))}) AS places`,
        ]),
  ].reduce(stage, units)
}

/** Adds a column. What refers to it comes in a later stage: within one, each mention of a name would repeat its whole text. */
const stage = (rows: string, column: string) => `
      SELECT *, ${column}
      FROM (${rows}
      )`

const windowMs = ({ window }: Shape) => windowSeconds(window) * 1000
const isBound = (shape: Shape) =>
  shape.order !== 'strict' && upTo(shape.required.length).some((gap) => shape.excluded(gap) !== 0)

/** The passes over required steps. */
function forthSql(shape: Shape): string {
  const { required, order, window } = shape
  const [first = 0, ...later] = required
  const near = windowMs(shape)
  if (order === 'any') {
    // What it begins with is no step. Where all of the first k steps have been met within a window that ends here; then the row's own time.
    const latest = kept('arrayMap((t, m) -> if(bitTest(m, step), t, 0), times, marks)')
    const met = `arrayMap((t, last, s) -> if(s > 0 AND last > 0 AND t - last <= ${near}, t, 0), times, ${latest}, acc.1)`
    return passes(met, ['step'], [required], begunWith('times', -1))
  }
  const otherwise = isBound(shape) ? 'if(bitAnd(m, excluded) != 0, -1, 0)' : '0'
  const begun = isBound(shape) ? `if(bitAnd(m, ${shape.excluded(1)}) != 0, -1, 0)` : 'toInt64(0)'
  const before = order === 'strict' ? 'acc.1' : kept('acc.1')
  const value = window.from === 'first' ? 's' : 't'
  const next = `arrayMap((t, m, s) -> if(bitTest(m, step) AND s > 0 AND t - s <= ${near}, ${value}, ${otherwise}), times, marks, ${shifted(before)})`
  const begin = begunWith(`arrayMap((t, m) -> if(bitTest(m, ${first}), t, ${begun}), times, marks)`)
  if (later.length === 0) return begin
  if (!isBound(shape)) return passes(next, ['step'], [later], begin)
  return passes(next, ['step', 'excluded'], [later, later.map((_, at) => shape.excluded(at + 2))], begin)
}

const begunWith = (values: string, depth = 0) => `(${values}, toUInt32(0), toInt32(${depth}))`
const firstOf = (values: string) => `arrayFirstIndex(x -> x > 0, ${values})`
/** Where the last of several passes that found anything found it first, and how many did, `values` being those of the last one. */
const foundSql = (values: string, before: string) =>
  [
    `if(${firstOf(values)} > 0, ${firstOf(values)}, ${before}.2)`,
    `toInt32(${before}.3 + (${firstOf(values)} > 0))`,
  ] as const

/** Passes that go on from each other, as `(values, done, depth)`, the latter two of all but the last pass. */
function passes(
  next: string,
  names: readonly string[],
  over: readonly (readonly number[])[],
  begin: string,
): string {
  const [done, depth] = foundSql('acc.1', 'acc')
  return `arrayFold((acc, ${names.join(', ')}) -> (${next}, ${done}, ${depth}), ${over.map(numbers).join(', ')}, ${begin})`
}

/** Stages that pick the walk, and at last the place of each required step in it, as `taken` or, without optional ones, as `places`. */
function pickSql(shape: Shape): string[] {
  const { required, order, window } = shape
  const ks = upTo(required.length)
  const name = shape.optional.length === 0 ? 'places' : 'taken'
  const within = (sql: string) => `if(k <= depth, ${sql}, 0)`
  const begins = `t >= ended - ${windowMs(shape)}`
  if (order === 'strict')
    return [`arrayMap(k -> toUInt32(${within('done - depth + k')}), ${numbers(ks)}) AS ${name}`]
  if (order === 'any') {
    const met = within(`arrayFirstIndex((t, m) -> bitTest(m, step) AND ${begins}, times, marks)`)
    return ['times[done] AS ended', `${grown(met, ['k', 'step'], [ks, required], noNumbers)} AS ${name}`]
  }
  const [, ...later] = ks
  const next = (condition: string, values: string) =>
    within(
      `arrayFirstIndex((x, place) -> ${condition} AND place > acc[-1], ${values}, arrayEnumerate(times))`,
    )
  const placed = (first: string, rest: string) =>
    later.length === 0
      ? `[${first}] AS ${name}`
      : `${grown(rest, ['k', 'step'], [later, required.slice(1)], `[${first}]`)} AS ${name}`
  if (window.from === 'first' && !isBound(shape))
    // The walk that is complete first begins with the earliest first step that its window allows.
    return [
      'times[done] AS ended',
      placed(
        `arrayFirstIndex((t, m) -> bitTest(m, ${required[0] ?? 0}) AND ${begins}, times, marks)`,
        next('bitTest(x, step)', 'marks'),
      ),
    ]
  return [
    `${backSql(shape)} AS back`,
    placed('arrayFirstIndex(x -> x > 0, back[-1])', next('x > 0', 'back[-k]')),
  ]
}

/**
 * From the last required step to the first, after a row of zeros: where each can be taken so that the rest of the deepest
 * walk follows. There the time that the next link is held against, which is when the walk is complete, or the row's own
 * where windows run from the step before.
 */
function backSql(shape: Shape): string {
  const { required, window } = shape
  const isFirst = window.from === 'first'
  const near = `e - t <= ${windowMs(shape)}`
  const inWindow = isFirst ? `(k > 1 OR ${near})` : near
  const otherwise = isBound(shape) ? 'if(bitAnd(m, excluded) != 0, -1, 0)' : '0'
  const value = isFirst ? 'if(depth = k, t, e)' : 't'
  const own = `bitTest(m, step) AND (depth = k OR (depth > k AND e > 0 AND ${inWindow}))`
  const next = `arrayMap((t, m, e) -> if(${own}, ${value}, ${otherwise}), times, marks, ${shiftedBack(keptFromEnd('acc[-1]'))})`
  const ks = upTo(required.length).toReversed()
  const constants = [
    ks,
    required.toReversed(),
    ...(isBound(shape) ? [ks.map((k) => (k === 1 ? 0 : shape.excluded(k - 1)))] : []),
  ]
  const zeros = '[arrayMap(t -> toInt64(0), times)]'
  return grown(next, ['k', 'step', ...(isBound(shape) ? ['excluded'] : [])], constants, zeros)
}

/** The first row of each optional step on the way: after what was taken before it, before the next required step. */
function optionalSql(shape: Shape): string {
  const { optional, order, window } = shape
  const steps = optional.map(({ step }) => step)
  const near = windowMs(shape)
  if (order === 'any') {
    const begun = `arrayMin(arrayMap(place -> times[place], arrayFilter(place -> place > 0, taken)))`
    const met = `arrayFirstIndex((t, m) -> bitTest(m, step) AND t >= ${begun} AND t <= ${begun} + ${near}, times, marks)`
    return grown(met, ['step'], [steps], noNumbers)
  }
  const siblings = optional.map(
    ({ after, step }) => optional.filter((one) => one.after === after && one.step < step).length,
  )
  const cursor = `arrayMax(arrayPushBack(arraySlice(acc, length(acc) - siblings + 1, siblings), taken[after]))`
  const since = window.from === 'first' ? 'taken[1]' : 'taken[after]'
  const met = `arrayFirstIndex((t, m, place) -> bitTest(m, step) AND place > ${cursor} AND (taken[after + 1] = 0 OR place < taken[after + 1]) AND t - times[${since}] <= ${near}, times, marks, arrayEnumerate(times))`
  return grown(
    `if(depth >= after, ${met}, 0)`,
    ['step', 'after', 'siblings'],
    [steps, optional.map(({ after }) => after), siblings],
    noNumbers,
  )
}
