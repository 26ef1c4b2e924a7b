import { access } from './access.ts'
import { channels, common, errors, filters, operators, shell } from './base.ts'
import { sources, touchpoints } from './data.ts'
import { gallery } from './gallery.ts'
import { paths } from './paths.ts'
import { people } from './people.ts'
import { pulse } from './pulse.ts'
import { trends } from './trends.ts'

/** The master catalogue: a key that another language lacks is a type error. */
export const en = {
  common,
  shell,
  errors,
  filters,
  operators,
  channels,
  pulse,
  paths,
  people,
  trends,
  sources,
  touchpoints,
  access,
  gallery,
}
