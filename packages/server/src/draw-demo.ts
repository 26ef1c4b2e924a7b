import type { SegmentRule } from '@teia/contracts'
import { demoWorkspace } from './demo.ts'
import { createMap, listMaps, mapTemplates } from './features/maps/index.ts'
import { createSegment, openSegmentNames } from './features/segments/index.ts'
import type { Server } from './open-server.ts'

const days = (value: number) => ({ value, unit: 'days' as const })
const bought = { event: 'Order Completed' }

/** Segments to begin with, in the language of the demo workspace. */
const segments: readonly { name: string; description: string; rule: SegmentRule }[] = [
  {
    name: 'Compraram há pouco',
    description: 'Compraram nos últimos 30 dias.',
    rule: { did: bought, within: days(30) },
  },
  {
    name: 'Compram de novo',
    description: 'Compraram ao menos duas vezes nos últimos 180 dias.',
    rule: { did: bought, times: { operator: 'gte', value: 2 }, within: days(180) },
  },
  {
    name: 'Deixaram o carrinho',
    description: 'Puseram algo no carrinho nos últimos 14 dias e não compraram.',
    rule: {
      and: [
        { did: { event: 'Product Added' }, within: days(14) },
        { not: { did: bought, within: days(14) } },
      ],
    },
  },
  {
    name: 'Devolveram',
    description: 'Pediram uma devolução nos últimos 90 dias.',
    rule: { did: { event: 'Return Requested' }, within: days(90) },
  },
]

/** Gives the demo what people would have drawn by then: a map of a purchase, and some segments. Does nothing where there are any. */
export async function drawDemo({ deps }: Pick<Server, 'deps'>, workspaceId: string): Promise<void> {
  const actor = { workspaceId, identity: null }
  const [template] = mapTemplates(demoWorkspace.language)
  if (template && (await listMaps(deps, workspaceId)).items.length === 0)
    await createMap(deps, actor, template.document)
  if ((await openSegmentNames(deps, workspaceId)).length > 0) return
  for (const segment of segments) await createSegment(deps, actor, { ...segment, kind: 'live' })
}
