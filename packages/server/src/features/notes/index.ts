export { notesRoutes } from './notes.routes.ts'
export { forgetNotesOf, listNotes, type NotesDeps } from './notes.service.ts'
export { portableNotes } from './portable-notes.service.ts'
