import type { z } from 'zod'
import { iso, now } from './sample-data.ts'

export type Call = { method: string; path: string; query: URLSearchParams; body: unknown }

export const DAY = 86_400_000
export const meta = {
  sql: 'SELECT touchpoint, uniqExact(person_id) AS people\nFROM interactions\nWHERE workspace_id = {workspace: UUID}\nGROUP BY touchpoint',
  elapsedMs: 84,
  rowsRead: 412_330,
}
export const day = (ago: number) => new Date(now - ago * DAY).toISOString().slice(0, 10)
export const workspace = {
  id: 'w1',
  name: 'Mercado Aurora',
  slug: 'mercado-aurora',
  timeZone: 'America/Sao_Paulo',
  language: 'pt-BR' as const,
  currency: 'BRL',
  sessionTimeoutMinutes: 30,
  isDemo: true,
}

export const sources = [
  {
    id: 's1',
    name: 'Loja web',
    kind: 'web',
    writeKey: 'wk_7hQ2mZr4TnXcVb19',
    enabled: true,
    createdAt: iso(170 * DAY),
    lastEventAt: iso(4000),
  },
  {
    id: 's2',
    name: 'App',
    kind: 'app',
    writeKey: 'wk_pL8sKd03YtGhWe55',
    enabled: true,
    createdAt: iso(160 * DAY),
    lastEventAt: iso(9000),
  },
  {
    id: 's3',
    name: 'Transportadora',
    kind: 'server',
    writeKey: 'wk_Zx71BvNmQaRf0Ju2',
    enabled: false,
    createdAt: iso(40 * DAY),
    lastEventAt: iso(3 * DAY),
  },
]

export function typed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  return schema.parse(value)
}
