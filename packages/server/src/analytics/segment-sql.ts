import {
  type AskedStep,
  type Duration,
  durationMs,
  type Filter,
  type InteractionPattern,
  type Moment,
  type SegmentRuleLeaf,
  type Span,
  type StepLeaf,
} from '@teia/contracts'
import { all, filterSql, memberSql, traitTest, traitTurns } from './filter-sql.ts'
import { eventsFrom, isInteraction, personOf, type Scene, sinceDay } from './fragments.ts'
import { filterOfStep } from './funnel-steps.ts'
import { inPart, type PartOfPeople } from './part-of-people.ts'
import { nameTouchpoints, type TouchpointNames } from './touchpoint-names.ts'

/** A moment that never comes. */
export const never = Number.MAX_SAFE_INTEGER

/** A condition about a step with the drawing that it is in: its measured steps, and which of them is meant, from 1. */
export type WalkLeaf = {
  walked: readonly AskedStep[]
  place: number
  part: StepLeaf['part']
  within: Duration
  patienceMs: number
}
/** A rule with nothing left to be looked up but lists. */
export type AskedRule =
  | { and: AskedRule[] }
  | { or: AskedRule[] }
  | { not: AskedRule }
  | Exclude<SegmentRuleLeaf, StepLeaf>
  | WalkLeaf

/** What a rule says of one person, as expressions over a row of `peopleSql`. */
type Said = {
  holds: string
  /** When time alone may change it, in milliseconds since 1970; possibly earlier, never later. */
  due: string[]
}

/** Of which people; left out, all of the workspace. Their identities are where their events are looked for. */
export type AmongPeople = { people: readonly string[]; identities: readonly string[] }

/**
 * Rules about people as one statement: interactions are gone through once, whatever the number of rules and conditions,
 * and met with the people and their traits. `now` is what spans are counted back from; what is dated later does not
 * count yet.
 */
export class RulesStatement {
  readonly #scene: Scene
  readonly #names: TouchpointNames
  readonly #now: number
  readonly #nowMs: string
  readonly #nowTime: string
  readonly #counted: string[] = []
  readonly #wanted: string[] = []
  readonly #patterns: string[] = []
  readonly #traits: string[] = []

  readonly #tellsDue: boolean

  /** `tellsDue` false: until when what it says holds is not asked for, and `say` does not tell. */
  constructor(scene: Scene, names: TouchpointNames, now: number, tellsDue = true) {
    this.#tellsDue = tellsDue
    this.#scene = scene
    this.#names = names
    this.#now = now
    this.#nowMs = scene.params.add('Int64', now)
    this.#nowTime = scene.params.time(now)
  }

  /** Adds a rule. Segments that it asks for are lists by their ids: others are put in place of their name before. */
  say(rule: AskedRule): { holds: string; due: string } {
    const { holds, due } = this.#rule(rule)
    const later = this.#patterns.length > 0 ? [`if(later > 0, later, ${never})`] : []
    const dues = [...due, ...later, String(never), String(never)]
    return { holds, due: `least(${dues.join(', ')})` }
  }

  /** The people with all that the rules so far ask about them; `person` is who. `part`: of all people, only those in it. */
  peopleSql(among?: AmongPeople, part?: PartOfPeople): string {
    const { params, workspace } = this.#scene
    const people = among && params.add('Array(UUID)', [...among.people])
    const isMeant = (person: string) => (part ? ` AND ${inPart(person, part, params)}` : '')
    const traits = this.#traits.map((test, at) => `, ${test} AS t${at}`).join('')
    const known = `SELECT person_id AS person${traits} FROM people FINAL WHERE workspace_id = ${workspace}${people ? ` AND person_id IN ${people}` : ''}${isMeant('person_id')}`
    if (this.#counted.length === 0) return `(${known})`
    // Whose events they are is looked at before any condition: of most events nothing else is read.
    const identities = among && params.add('Array(UUID)', [...among.identities])
    const counted = `
      SELECT ${personOf(this.#scene)} AS person, ${this.#counted.map((one, at) => `${one} AS e${at}`).join(',\n')},
             ${this.#laterSql()} AS later
      FROM ${eventsFrom(this.#scene)}
      ${identities ? `PREWHERE e.identity_id IN ${identities}` : ''}
      WHERE e.workspace_id = ${workspace} AND ${isInteraction}${isMeant(personOf(this.#scene))}
        AND (${this.#wanted.join(' OR ')})
      GROUP BY person`
    return `(SELECT known.person AS person, known.*, counted.* EXCEPT (person) FROM (${known}) AS known LEFT JOIN (${counted}) AS counted ON counted.person = known.person)`
  }

  /** When the first of what is dated later than now will count. */
  #laterSql(): string {
    if (!this.#tellsDue) return '0'
    return `minIf(toUnixTimestamp64Milli(e.time), e.time > ${this.#nowTime} AND (${this.#patterns.join(' OR ')}))`
  }

  #rule(rule: AskedRule): Said {
    if ('and' in rule) return this.#join(rule.and, 'AND', '1')
    if ('or' in rule) return this.#join(rule.or, 'OR', '0')
    if ('not' in rule) {
      const { holds, due } = this.#rule(rule.not)
      return { holds: `NOT (${holds})`, due }
    }
    return this.#leaf(rule)
  }

  #join(rules: readonly AskedRule[], word: 'AND' | 'OR', none: string): Said {
    const said = rules.map((rule) => this.#rule(rule))
    const holds = said.length === 0 ? none : `(${said.map((one) => one.holds).join(` ${word} `)})`
    return { holds, due: said.flatMap((one) => one.due) }
  }

  #leaf(leaf: Exclude<SegmentRuleLeaf, StepLeaf> | WalkLeaf): Said {
    if ('trait' in leaf) {
      const turns = this.#tellsDue ? traitTurns(leaf, this.#scene, never) : null
      return {
        holds: this.#trait(traitTest(leaf, this.#scene)),
        due: turns === null ? [] : [this.#trait(turns)],
      }
    }
    if ('segment' in leaf) return { holds: memberSql(leaf, 'person', this.#scene), due: [] }
    if ('did' in leaf) return this.#did(leaf)
    if ('sequence' in leaf) return this.#sequence(leaf)
    if ('walked' in leaf) return this.#walk(leaf)
    return 'first' in leaf ? this.#moment(leaf.first, 'min', leaf) : this.#moment(leaf.last, 'max', leaf)
  }

  #did({ did, times, within }: Extract<SegmentRuleLeaf, { did: unknown }>): Said {
    const fits = this.#pattern(did)
    const counts = this.#within(fits, within)
    const { operator, value } = times ?? { operator: 'gte', value: 1 }
    const [low, high] = [value].flat().map((one) => this.#scene.params.add('Int64', one))
    const n = this.#count(`countIf(${counts})`)
    const holds =
      operator === 'between'
        ? `(${n} BETWEEN ${low} AND ${high})`
        : `(${n} ${signs[operator as keyof typeof signs]} ${low})`
    const span = within && 'unit' in within ? durationMs(within) : null
    if (span === null || !this.#tellsDue) return { holds, due: [] }
    const leaves = this.#scene.params.add('Int64', span + 1)
    // At least n hold until the n-th latest is out of the span; anything else may change with the oldest.
    const least = operator === 'gte' && typeof value === 'number' ? value : 0
    if (least >= 1 && least <= 100) {
      const latest = this.#count(`groupArraySortedIf(${least})(-toUnixTimestamp64Milli(e.time), ${counts})`)
      return { holds, due: [`if(${n} >= ${least}, ${leaves} - ${latest}[${least}], ${never})`] }
    }
    const oldest = this.#count(`minIf(toUnixTimestamp64Milli(e.time), ${counts})`)
    return { holds, due: [`if(${n} > 0, ${oldest} + ${leaves}, ${never})`] }
  }

  #moment(
    pattern: InteractionPattern,
    which: 'min' | 'max',
    { operator, value }: { operator: string; value: Moment | [Moment, Moment] },
  ): Said {
    const at = this.#count(
      `${which}If(toUnixTimestamp64Milli(e.time), ${this.#within(this.#pattern(pattern), undefined)})`,
    )
    const bounds: [sign: string, moment: Moment][] = Array.isArray(value)
      ? [
          ['>=', value[0]],
          ['<=', value[1]],
        ]
      : [[signs[operator as keyof typeof signs], value]]
    const holds = all([
      `${at} > 0`,
      ...bounds.map(([sign, moment]) => `${at} ${sign} ${this.#momentMs(moment)}`),
    ])
    const due = bounds.flatMap(([sign, moment]) =>
      typeof moment === 'string' ? [] : [this.#passes(at, sign, durationMs(moment.ago))],
    )
    return { holds, due }
  }

  /** When “so long ago” comes to lie on the other side of what happened. */
  #passes(at: string, sign: string, agoMs: number): string {
    const passes = `${at} + ${this.#scene.params.add('Int64', agoMs + (sign === '>' || sign === '<=' ? 0 : 1))}`
    return `if(${at} > 0 AND ${passes} > ${this.#nowMs}, ${passes}, ${never})`
  }

  #momentMs(moment: Moment): string {
    const ms = typeof moment === 'string' ? Date.parse(moment) : this.#now - durationMs(moment.ago)
    return this.#scene.params.add('Int64', ms)
  }

  /** Of each number of steps, the latest moment from which that many have been gone; the last says until when it holds. */
  #sequence({ sequence, within, during }: Extract<SegmentRuleLeaf, { sequence: unknown }>): Said {
    const { params } = this.#scene
    const steps = sequence.map((pattern) => this.#within(this.#pattern(pattern), during))
    const mask = steps.map((fits, at) => `${2 ** at} * (${fits})`).join(' + ')
    const met = this.#count(
      `groupArrayIf((toUnixTimestamp64Milli(e.time), e.event_id, toUInt16(${mask})), ${steps.map((fits) => `(${fits})`).join(' OR ')})`,
    )
    const longest = within && params.add('Int64', durationMs(within))
    const next = steps.map((_, at) => {
      const [own, from] = [`gone[${at + 1}]`, at === 0 ? 'one.1' : `gone[${at}]`]
      const begun = at === 0 ? [] : [`${from} > 0`, ...(longest ? [`one.1 - ${from} <= ${longest}`] : [])]
      return `if(${[`bitTest(one.3, ${at})`, ...begun].join(' AND ')}, greatest(${own}, ${from}), ${own})`
    })
    const start = `arrayFold((gone, one) -> [${next.join(', ')}], arraySort(${met}), CAST([${steps.map(() => 0).join(', ')}], 'Array(Int64)'))[${steps.length}]`
    const span = during && 'unit' in during ? durationMs(during) : null
    if (span === null || !this.#tellsDue) return { holds: `(${start} > 0)`, due: [] }
    const name = `s${this.#counted.length}`
    return {
      holds: `((${start} AS ${name}) > 0)`,
      due: [`if(${name} > 0, ${name} + ${params.add('Int64', span + 1)}, ${never})`],
    }
  }

  /** As the numbers of a map count: of several steps that an interaction fits it belongs to the first. */
  #walk({ walked, place, part, within, patienceMs }: WalkLeaf): Said {
    const { params } = this.#scene
    const fits = walked.map(({ matcher }) => filterSql(filterOfStep(matcher, this.#names), this.#scene))
    const isOne = `(${fits.join(' OR ')})`
    this.#patterns.push(isOne)
    const step = `multiIf(${fits.map((sql, at) => `${sql}, ${at + 1}`).join(', ')}, 0)`
    const row = `(toUnixTimestamp64Milli(e.time), e.event_id, toUInt8(${step}))`
    const walk = this.#count(`arraySort(groupArrayIf(${row}, ${this.#within(isOne, within)}))`)
    const steps = `arrayMap(one -> one.3, ${walk})`
    const begun = `indexOf(${steps}, ${place})`
    const patience = params.add('Int64', patienceMs)
    const wentOn = `arrayExists(one -> one > ${place}, arraySlice(${steps}, greatest(${begun}, 1)))`
    const isNow = `(${walk}[-1].3 = ${place} AND ${walk}[-1].1 >= ${this.#nowMs} - ${patience})`
    const left = `NOT ${wentOn} AND NOT ${isNow}`
    const returned = `arrayExists((one, before, at) -> at > ${begun} AND one = ${place} AND before != ${place}, ${steps}, arrayPushFront(arrayPopBack(${steps}), toUInt8(0)), arrayEnumerate(${steps}))`
    const parts = { now: isNow, entered: '1', wentOn, left, returned }
    const rested = `${walk}[-1].1 + ${patience} + 1`
    const oldest = `${walk}[1].1 + ${params.add('Int64', durationMs(within) + 1)}`
    return {
      holds: `(${begun} > 0 AND ${parts[part]})`,
      due: [
        `if(empty(${walk}), ${never}, ${oldest})`,
        `if(notEmpty(${walk}) AND ${rested} > ${this.#nowMs}, ${rested}, ${never})`,
      ],
    }
  }

  #pattern({ event, touchpoint, channel, where }: InteractionPattern): string {
    const filter: Filter = {
      and: [
        ...(event === undefined ? [] : [{ event, operator: 'equals' as const }]),
        ...(touchpoint === undefined
          ? []
          : [{ touchpoint, operator: 'equals' as const, ...(channel && { channel }) }]),
        ...(channel === undefined || touchpoint !== undefined
          ? []
          : [{ channel, operator: 'equals' as const }]),
        ...(where ? [where] : []),
      ],
    }
    const fits = filterSql(nameTouchpoints(filter, this.#names), this.#scene)
    this.#patterns.push(fits)
    return fits
  }

  /** What fits within a span, up to now; the events that may matter are those since the span began. */
  #within(fits: string, span: Span | undefined): string {
    const { params } = this.#scene
    const from = span && ('unit' in span ? this.#now - durationMs(span) : Date.parse(span.from))
    const moment = from === undefined ? '' : params.time(from)
    const since = from === undefined ? fits : `${fits} AND e.time >= ${moment}`
    const days = from === undefined ? [] : sinceDay(moment, from)
    const to = span && 'to' in span && span.to ? ` AND e.time < ${params.time(Date.parse(span.to))}` : ''
    this.#wanted.push(all([...days, `${since}${to}`]))
    return `${since}${to} AND e.time <= ${this.#nowTime}`
  }

  #trait(expression: string): string {
    return `t${this.#traits.push(expression) - 1}`
  }

  #count(aggregate: string): string {
    return `e${this.#counted.push(aggregate) - 1}`
  }
}

const signs = { gte: '>=', lte: '<=', equals: '=', not_equals: '!=', gt: '>', lt: '<' } as const
