import { faultOf, type MapPeopleQuestion } from '@teia/contracts'
import { AppError } from '../platform/errors.ts'
import { type Asking, openScene } from './ask.ts'
import { type AskedMap, levels, mapWalks, stagesOf, visitsOf } from './map-walks.ts'
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
  const step = map.steps.findIndex((one) => one.id === question.step)
  const stage = stagesOf(map.steps).indexOf(question.step)
  if (step < 0 && stage < 0)
    throw new AppError('invalid_map', 400, faultOf('map_step_absent', { step: question.step }))
  const scene = await openScene(asking)
  const begun = scene.params.add('Int64', scene.range.from - 1)
  const level = step >= 0 ? levels.step : levels.stage
  const rows = `
      SELECT who AS person, last + ${begun} AS at
      FROM (${visitsOf(mapWalks(asking, map, scene), map, scene)}
      )
      WHERE level = ${level} AND place = ${1 + Math.max(step, stage)} AND ${parts[question.part]}`
  return peoplePage(asking, 'analytics.mapPeople', rows, scene, question)
}
