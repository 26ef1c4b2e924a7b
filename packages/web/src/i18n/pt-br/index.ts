import type { Catalogue } from '../text.tsx'
import { access, gallery } from './access.ts'
import { channels, common, errors, filters, operators, shell } from './base.ts'
import { paths, pulse, trends } from './questions.ts'
import { people, sources, touchpoints } from './records.ts'

/** The interface in Brazilian Portuguese. */
export const ptBr: Catalogue = {
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
