import { z } from 'zod'
import { Instant } from './common.ts'

/**
 * Forms of an export. `ndjson`: each interaction as a Segment message, a line each, and all else that a workspace
 * holds in lines of its own kind (docs/export-format.md), which an import takes back without loss. `csv`: a row each, for spreadsheets. `xes`: IEEE 1849, a trace a person. `ocel`: OCEL 2.0 as JSON, with people
 * and accounts as objects.
 */
export const exportForms = ['ndjson', 'csv', 'xes', 'ocel'] as const
export const ExportForm = z.enum(exportForms)
export type ExportForm = z.infer<typeof ExportForm>

const Edge = z.union([z.iso.date(), Instant])

/** What to export: everything, or what happened in a half-open span; a date is a local day of the workspace, which `to` includes. */
export const ExportQuery = z.object({
  form: ExportForm.default('ndjson'),
  from: Edge.optional(),
  to: Edge.optional(),
})
export type ExportQuery = z.infer<typeof ExportQuery>
