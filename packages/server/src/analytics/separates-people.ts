import type { SeparatesPeopleQuestion, SeparatingThing } from '@teia/contracts'
import { type Asking, openScene } from './ask.ts'
import { type PeoplePage, peoplePage } from './people-page.ts'
import type { Sources } from './separates-sources.ts'
import { separatedUnits } from './separates-units.ts'

/** One page of the people who went on or left, with a thing or without it, latest first. Throws `invalid_cursor`. */
export async function askSeparatesPeople(
  asking: Asking,
  question: SeparatesPeopleQuestion,
): Promise<PeoplePage> {
  const { separates, thing, part, has } = question
  const scene = await openScene(asking)
  // Of events, touchpoints and channels every name is found; of a property or trait the one value that is asked for.
  const isNamed = thing.kind !== 'property' && thing.kind !== 'trait'
  const isWith = isNamed
    ? `arrayExists(pair -> pair.2 = ${scene.params.text(thing.name)}, found)`
    : 'notEmpty(found)'
  const rows = `
      SELECT arrayJoin(people) AS person, step_at AS at
      FROM (${separatedUnits(asking, separates, scene, sourceOf(thing))}
      )
      WHERE ${part === 'wentOn' ? '' : 'NOT '}went AND ${has ? '' : 'NOT '}${isWith}`
  return peoplePage(asking, 'analytics.separatesPeople', rows, scene, question)
}

function sourceOf({ kind, name, value = '' }: SeparatingThing): Sources {
  const valued = [{ name, values: [value] }]
  return {
    kinds: [kind],
    properties: kind === 'property' ? valued : [],
    traits: kind === 'trait' ? valued : [],
  }
}
