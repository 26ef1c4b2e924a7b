import { it as faults } from '@teia/contracts/fault-sentences/it'
import type { Catalogue } from '../text.tsx'
import { access, gallery } from './access.ts'
import { attribution } from './attribution.ts'
import { channels, common, errors, filters, operators, shell } from './base.ts'
import { conformance } from './conformance.ts'
import { exports } from './exports.ts'
import { funnels } from './funnels.ts'
import { identity } from './identity.ts'
import { imports } from './imports.ts'
import { lifecycle, stickiness } from './lifecycle.ts'
import { mapDraft } from './map-draft.ts'
import { maps } from './maps.ts'
import { notes } from './notes.ts'
import { privacy } from './privacy.ts'
import { problems } from './problems.ts'
import { process } from './process.ts'
import { paths, pulse, trends } from './questions.ts'
import { entryNames, people } from './records.ts'
import { retention } from './retention.ts'
import { segments } from './segments.ts'
import { separates } from './separates.ts'
import { sources } from './sources.ts'
import { tasks } from './tasks.ts'
import { timeBetween } from './time-between.ts'
import { touchpointNames, touchpoints } from './touchpoints.ts'
import { views } from './views.ts'
import { plan, webhooks } from './webhooks.ts'

/** The interface in Italian. */
export const it: Catalogue = {
  common,
  shell,
  errors,
  problems,
  faults,
  filters,
  operators,
  channels,
  pulse,
  maps,
  mapDraft,
  conformance,
  paths,
  funnels,
  process,
  retention,
  separates,
  timeBetween,
  attribution,
  lifecycle,
  stickiness,
  people,
  trends,
  segments,
  sources,
  webhooks,
  plan,
  identity,
  imports,
  exports,
  touchpoints,
  touchpointNames,
  entryNames,
  access,
  notes,
  tasks,
  privacy,
  gallery,
  views,
}
