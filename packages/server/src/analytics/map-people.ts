import type { MapPeopleQuestion } from '@teia/contracts'
import { type Asking, openScene } from './ask.ts'
import { type AskedMap, mapWalks, spotOf, visitsOf } from './map-walks.ts'
import { type PeoplePage, peoplePage } from './people-page.ts'

/** Of visits, which are counted in which number. */
const parts: Record<MapPeopleQuestion['part'], string> = {
  entered: 'true',
  now: 'is_now',
  wentOn: 'next > 0',
  left: 'next = 0 AND NOT is_now',
  returned: 'is_back',
}

/** One page of the people behind a number of a step or stage, latest there first. Throws `invalid_map`, `invalid_cursor`. */
export async function askMapPeople(
  asking: Asking,
  map: AskedMap,
  question: Pick<MapPeopleQuestion, 'step' | 'part' | 'limit' | 'cursor'>,
): Promise<PeoplePage> {
  const { level, place } = spotOf(map, question.step)
  const scene = await openScene(asking)
  const begun = scene.params.add('Int64', scene.range.from - 1)
  const rows = `
      SELECT who AS person, last + ${begun} AS at
      FROM (${visitsOf(mapWalks(asking, map, scene), map, scene)}
      )
      WHERE level = ${level} AND place = ${place} AND ${parts[question.part]}`
  return peoplePage(asking, 'analytics.mapPeople', rows, scene, question)
}
