import type { Asking } from './ask.ts'
import { type CaseLog, openCaseLog } from './case-log.ts'
import type { Scene } from './fragments.ts'
import { type AskedMap, stepOf } from './map-walks.ts'

/**
 * Prepares to read what everybody did at the steps of a drawing, a case for each person. Steps are called by their names, in the
 * order of the drawing. Throws `invalid_map` where no step is measured.
 */
export function openConformanceLog(
  asking: Asking,
  map: AskedMap,
  names: readonly string[],
  withObjects: boolean,
): Promise<CaseLog> {
  const source = {
    scope: 'person' as const,
    stepSql: (scene: Scene) => {
      const called = scene.params.add('Array(String)', names)
      return `${called}[${stepOf(asking, map, scene).step}]`
    },
    matches: (scene: Scene) => stepOf(asking, map, scene).belongs,
  }
  return openCaseLog(asking, source, withObjects)
}
