import { type FunnelQuestion, windowSeconds } from '@teia/contracts'
import type { Marks } from './funnel-steps.ts'

/** The shape of a funnel: what decides which walk of somebody counts. */
type Shape = Pick<FunnelQuestion, 'order' | 'window'> & Marks

const has = (step: number | undefined, mark = 'm') => `bitTest(${mark}, ${step ?? 0})`
/** The latest value until each place. Zeros are no values; a negative one ends what was before. */
const kept = (values: string) => `arrayFill(x -> x != 0, ${values})`
const keptFromEnd = (values: string) => `arrayReverseFill(x -> x != 0, ${values})`
const shifted = (values: string) => `arrayPushFront(arrayPopBack(${values}), toInt64(0))`
const shiftedBack = (values: string) => `arrayPushBack(arrayPopFront(${values}), toInt64(0))`
const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n)

/**
 * The walk of each unit that counts, from rows `(…, times, marks)` of one unit in order: adds `depth`, how many required
 * steps it has, and `places`, for each step of the question its place among the rows, 0 where it has none.
 *
 * Every part is a pass over whole arrays and none a loop over rows. Forward, `v<k>` holds at each row where the k-th
 * required step is taken the latest first step (or, where windows run from the step before, the row's own time) from
 * which that can be: the latest leaves the most time for the rest, so that the deepest walk is found whatever its first
 * step is. Then the earliest of the walks of that depth is picked out.
 */
export function walksOf(units: string, shape: Shape): string {
  const depths = shape.required.map((_, at) => at + 1)
  const forward = depths.map((depth) => `${forwardSql(depth, shape)} AS v${depth}`)
  const found = depths
    .toReversed()
    .map((depth) => (depth === 1 ? '1' : `arrayExists(x -> x > 0, v${depth}), ${depth}`))
    .join(', ')
  const { passes, places } = pickSql(shape)
  const steps = [
    ...shape.required.map((step, at) => ({ step, name: `i${at + 1}` })),
    ...shape.optional.map(({ step }) => ({ step, name: `o${step}` })),
  ].toSorted((x, y) => x.step - y.step)
  return [
    ...forward.map((column) => [column]),
    [`${depths.length === 1 ? '1' : `multiIf(${found})`} AS depth`],
    ...passes,
    ...places.map((sql, at) => [`${sql} AS i${at + 1}`]),
    ...shape.optional.map((one) => [`${optionalSql(one, shape)} AS o${one.step}`]),
    [`[${steps.map(({ name }) => `toUInt32(${name})`).join(', ')}] AS places`],
  ].reduce(stage, units)
}

/** Adds columns. What refers to them comes in a later stage: within one, each mention of a name would repeat its whole text. */
const stage = (rows: string, columns: readonly string[]) => `
      SELECT *, ${columns.join(',\n             ')}
      FROM (${rows}
      )`

const windowMs = ({ window }: Shape) => windowSeconds(window) * 1000

/** Where the k-th required step is taken. */
function forwardSql(depth: number, shape: Shape): string {
  const { required, order, window } = shape
  const own = has(required[depth - 1])
  if (order === 'any') return anySql(depth, shape)
  const excluded = shape.excluded(depth)
  const otherwise = excluded === 0 || order === 'strict' ? '0' : `if(bitAnd(m, ${excluded}) != 0, -1, 0)`
  if (depth === 1) return `arrayMap((t, m) -> if(${own}, t, ${otherwise}), times, marks)`
  const before = order === 'strict' ? `v${depth - 1}` : kept(`v${depth - 1}`)
  const value = window.from === 'first' ? 's' : 't'
  return `arrayMap((t, m, s) -> if(${own} AND s > 0 AND t - s <= ${windowMs(shape)}, ${value}, ${otherwise}), times, marks, ${shifted(before)})`
}

/** Where all of the first k steps have been met within a window that ends here; then the row's own time. */
function anySql(depth: number, shape: Shape): string {
  const latest = kept(`arrayMap((t, m) -> if(${has(shape.required[depth - 1])}, t, 0), times, marks)`)
  const isNear = `last > 0 AND t - last <= ${windowMs(shape)}`
  return depth === 1
    ? `arrayMap((t, last) -> if(${isNear}, t, 0), times, ${latest})`
    : `arrayMap((t, last, s) -> if(s > 0 AND ${isNear}, t, 0), times, ${latest}, v${depth - 1})`
}

/** Passes needed to pick the walk, and the place of each required step in it. */
function pickSql(shape: Shape): { passes: string[][]; places: string[] } {
  const { required, order, window } = shape
  const depths = required.map((_, at) => at + 1)
  const deepest =
    depths.length === 1
      ? 'v1'
      : `multiIf(${depths
          .slice(1)
          .toReversed()
          .map((depth) => `depth = ${depth}, v${depth}`)
          .join(', ')}, v1)`
  const last = `arrayFirstIndex(x -> x > 0, ${deepest}) AS done`
  const within = (depth: number, sql: string) => (depth === 1 ? sql : `if(depth >= ${depth}, ${sql}, 0)`)
  const begins = `t >= ended - ${windowMs(shape)}`
  if (order === 'strict')
    return { passes: [[last]], places: depths.map((depth) => within(depth, `done - depth + ${depth}`)) }
  if (order === 'any')
    return {
      passes: [[last], ['times[done] AS ended']],
      places: depths.map((depth) =>
        within(depth, `arrayFirstIndex((t, m) -> ${has(required[depth - 1])} AND ${begins}, times, marks)`),
      ),
    }
  const isBound = range(1, depths.length - 1).some((gap) => shape.excluded(gap) !== 0)
  const next = (depth: number, condition: string, values: string) =>
    within(
      depth,
      `arrayFirstIndex((x, place) -> ${condition} AND place > i${depth - 1}, ${values}, arrayEnumerate(${values}))`,
    )
  if (window.from === 'first' && !isBound)
    // The walk that is complete first begins with the earliest first step that its window allows.
    return {
      passes: [[last], ['times[done] AS ended']],
      places: depths.map((depth) =>
        depth === 1
          ? `arrayFirstIndex((t, m) -> ${has(required[0])} AND ${begins}, times, marks)`
          : next(depth, has(required[depth - 1], 'x'), 'marks'),
      ),
    }
  return {
    passes: depths.toReversed().map((depth) => [`${backwardSql(depth, shape)} AS g${depth}`]),
    places: depths.map((depth) =>
      depth === 1 ? 'arrayFirstIndex(x -> x > 0, g1)' : next(depth, 'x > 0', `g${depth}`),
    ),
  }
}

/**
 * Where the k-th required step can be taken so that the rest of the deepest walk follows: there the time that the next
 * link is held against, which is when the walk is complete, or the row's own where windows run from the step before.
 */
function backwardSql(depth: number, shape: Shape): string {
  const { required, window } = shape
  const own = has(required[depth - 1])
  const excluded = shape.excluded(depth - 1)
  const otherwise = depth === 1 || excluded === 0 ? '0' : `if(bitAnd(m, ${excluded}) != 0, -1, 0)`
  if (depth === required.length)
    return `arrayMap((t, m) -> if(${own} AND depth = ${depth}, t, ${otherwise}), times, marks)`
  const isFirst = window.from === 'first'
  const inWindow = isFirst && depth > 1 ? '' : ` AND e - t <= ${windowMs(shape)}`
  const value = isFirst ? `if(depth = ${depth}, t, e)` : 't'
  return `arrayMap((t, m, e) -> if(${own} AND (depth = ${depth} OR (depth > ${depth} AND e > 0${inWindow})), ${value}, ${otherwise}), times, marks, ${shiftedBack(keptFromEnd(`g${depth + 1}`))})`
}

/** The first row of an optional step on the way: after what was taken before it, before the next required step. */
function optionalSql({ step, after }: Shape['optional'][number], shape: Shape): string {
  const { required, optional, order, window } = shape
  if (order === 'any') {
    const begun = `arrayMin(arrayMap(place -> times[place], arrayFilter(place -> place > 0, [${required.map((_, at) => `i${at + 1}`).join(', ')}])))`
    return `arrayFirstIndex((t, m) -> ${has(step)} AND t >= ${begun} AND t <= ${begun} + ${windowMs(shape)}, times, marks)`
  }
  const siblings = optional
    .filter((one) => one.after === after && one.step < step)
    .map((one) => `o${one.step}`)
  const cursor =
    siblings.length === 0
      ? `i${after}`
      : `arrayMax([toUInt32(i${after}), ${siblings.map((name) => `toUInt32(${name})`).join(', ')}])`
  const until = after < required.length ? ` AND (depth <= ${after} OR place < i${after + 1})` : ''
  const since = window.from === 'first' ? 'i1' : `i${after}`
  const sql = `arrayFirstIndex((t, m, place) -> ${has(step)} AND place > ${cursor}${until} AND t - times[${since}] <= ${windowMs(shape)}, times, marks, arrayEnumerate(times))`
  return `if(depth >= ${after}, ${sql}, 0)`
}
