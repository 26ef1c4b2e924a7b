import type { MapDocument } from '@teia/contracts'
import { applyCommand, type MapCommand } from './map-commands.ts'

/** A map being edited: as it is, and what undo and redo lead to, nearest last. */
export type Editing = {
  past: readonly MapDocument[]
  present: MapDocument
  future: readonly MapDocument[]
  /** What the last change was about, where a further one of the same kind is taken as one with it. */
  joins: string | null
}
export type EditingAction =
  | { kind: 'run'; command: MapCommand }
  | { kind: 'undo' }
  | { kind: 'redo' }
  /** Another document in its place, such as what a merge came to; can be undone. */
  | { kind: 'put'; document: MapDocument }
  | { kind: 'begin'; document: MapDocument }

const MOST = 200
export const beginEditing = (present: MapDocument): Editing => ({
  past: [],
  present,
  future: [],
  joins: null,
})

/** A feeling that is moved by key goes many small ways: they are undone as one. */
const joinOf = (command: MapCommand) =>
  command.do === 'step.change' && command.change.feeling !== undefined
    ? `${command.state} ${command.id} feeling`
    : null

function put(editing: Editing, present: MapDocument, joins: string | null): Editing {
  if (present === editing.present) return editing
  const isSame = joins !== null && joins === editing.joins
  const past = isSame ? editing.past : [...editing.past, editing.present].slice(-MOST)
  return { past, present, future: [], joins }
}

/** The one way in which a map being edited changes. */
export function editingReducer(editing: Editing, action: EditingAction): Editing {
  const { past, present, future } = editing
  if (action.kind === 'begin') return beginEditing(action.document)
  if (action.kind === 'put') return put(editing, action.document, null)
  if (action.kind === 'run')
    return put(editing, applyCommand(present, action.command), joinOf(action.command))
  const [from, to] = action.kind === 'undo' ? [past, future] : [future, past]
  const next = from.at(-1)
  if (!next) return editing
  const rest = from.slice(0, -1)
  const kept = [...to, present]
  return action.kind === 'undo'
    ? { past: rest, present: next, future: kept, joins: null }
    : { past: kept, present: next, future: rest, joins: null }
}
