/**
 * Record linkage (Fellegi and Sunter 1969, "A theory for record linkage"): how likely two records are of one person,
 * from the levels at which their fields agree.
 */

/** Levels of agreement of one pair, field by field; 0 is the highest; null where one of the two has no value. */
export type Agreement = readonly (number | null)[]
/** How many pairs have one agreement. */
export type AgreementCount = { levels: Agreement; count: number }
/** Probability of each level of one field, among pairs of one person (m) and of two (u). */
export type FieldModel = { m: readonly number[]; u: readonly number[] }
export type LinkageModel = {
  /** Share of pairs that are one person. */ prior: number
  fields: readonly FieldModel[]
}

/** Weight of one level in bits: log2(m/u). Of a field with two levels, disagreement weighs log2((1−m)/(1−u)). */
export function agreementWeight(field: FieldModel, level: number | null): number {
  if (level === null) return 0
  return Math.log2((field.m[level] ?? 1) / (field.u[level] ?? 1))
}

/** Sum of the weights in bits, and the probability that the pair is one person. Fields count as independent. */
export function scorePair(model: LinkageModel, levels: Agreement): { score: number; probability: number } {
  const score = model.fields.reduce(
    (sum, field, place) => sum + agreementWeight(field, levels[place] ?? null),
    0,
  )
  const odds = (model.prior / (1 - model.prior)) * 2 ** score
  return { score, probability: odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds) }
}

/**
 * Estimates the model from pairs of which nobody knows whether they are one person, by expectation maximisation
 * (Dempster, Laird and Rubin 1977; Winkler 1988 for record linkage). The model given is where it starts and also counts as
 * so many pairs of evidence for each of the two classes, so that few pairs do not lead it astray. With `keepsU` only m and
 * the prior are estimated: pairs that were picked because something agrees say nothing of how often others agree. Pure: the same counts give the same model.
 */
export function estimateLinkage(
  counts: readonly AgreementCount[],
  start: LinkageModel,
  options: { priorPairs?: number; rounds?: number; tolerance?: number; keepsU?: boolean } = {},
): LinkageModel {
  const { priorPairs = 50, rounds = 200, tolerance = 1e-6 } = options
  let model = start
  for (let round = 0; round < rounds; round += 1) {
    const found = maximise(counts, model, start, priorPairs)
    const next = options.keepsU ? { ...found, fields: withU(found.fields, start.fields) } : found
    const change = Math.abs(next.prior - model.prior)
    model = next
    if (change < tolerance) break
  }
  return model
}

const withU = (fields: readonly FieldModel[], from: readonly FieldModel[]): FieldModel[] =>
  fields.map((field, place) => ({ m: field.m, u: from[place]?.u ?? field.u }))

/**
 * Estimates u, how often records of two persons agree, from pairs drawn at random, among which those of one person are so
 * rare that they do not count. The model given counts as so many pairs of evidence.
 */
export function estimateAmongOthers(
  counts: readonly AgreementCount[],
  start: LinkageModel,
  priorPairs = 50,
): LinkageModel {
  const fields = start.fields.map((field, place) => {
    const sums = field.u.map((p) => p * priorPairs)
    for (const { levels, count } of counts) {
      const level = levels[place] ?? null
      if (level !== null) sums[level] = (sums[level] ?? 0) + count
    }
    return { m: field.m, u: shares(sums) }
  })
  return { prior: start.prior, fields }
}

function maximise(
  counts: readonly AgreementCount[],
  model: LinkageModel,
  start: LinkageModel,
  priorPairs: number,
): LinkageModel {
  const sums = start.fields.map((field) => ({
    m: field.m.map((p) => p * priorPairs),
    u: field.u.map((p) => p * priorPairs),
  }))
  let [same, all] = [start.prior * priorPairs, priorPairs]
  for (const { levels, count } of counts) {
    const { probability } = scorePair(model, levels)
    same += probability * count
    all += count
    for (const [place, level] of levels.entries()) {
      const sum = sums[place]
      if (level === null || !sum) continue
      sum.m[level] = (sum.m[level] ?? 0) + probability * count
      sum.u[level] = (sum.u[level] ?? 0) + (1 - probability) * count
    }
  }
  return {
    prior: Math.min(0.999, Math.max(1e-6, same / all)),
    fields: sums.map((sum) => ({ m: shares(sum.m), u: shares(sum.u) })),
  }
}

function shares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, n) => sum + n, 0)
  return counts.map((n) => Math.max(1e-6, n / total))
}

/** The level of two texts by their similarity: 0 from .92, 1 from .80, otherwise 2. */
export function similarityLevel(similarity: number): 0 | 1 | 2 {
  return similarity >= 0.92 ? 0 : similarity >= 0.8 ? 1 : 2
}
