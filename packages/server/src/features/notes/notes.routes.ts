import { NewNote, Note, NoteChange, NoteList, TaskCounts, TaskPage, TasksQuery } from '@teia/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOfRequest } from '../access/index.ts'
import * as notes from './notes.service.ts'
import { countTasks, listTasks } from './tasks.service.ts'

const tags = ['notes']
const ofPerson = z.object({ personId: z.string().max(100) })
const ofAccount = z.object({ accountId: z.string().max(100) })
const ofNote = z.object({ noteId: z.string().max(100) })

export function notesRoutes(deps: notes.NotesDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/people/:personId/notes',
      { schema: { tags, params: ofPerson, response: { 200: NoteList } } },
      (request) => notes.listNotes(deps, request.workspaceId, request.params.personId),
    )
    app.post(
      '/api/v1/people/:personId/notes',
      { schema: { tags, params: ofPerson, body: NewNote, response: { 201: Note } } },
      async (request, reply) =>
        reply
          .status(201)
          .send(await notes.writeNote(deps, actorOfRequest(request), request.params.personId, request.body)),
    )
    app.get(
      '/api/v1/accounts/:accountId/notes',
      { schema: { tags, params: ofAccount, response: { 200: NoteList } } },
      (request) => notes.listAccountNotes(deps, request.workspaceId, request.params.accountId),
    )
    app.post(
      '/api/v1/accounts/:accountId/notes',
      { schema: { tags, params: ofAccount, body: NewNote, response: { 201: Note } } },
      async (request, reply) =>
        reply
          .status(201)
          .send(
            await notes.writeAccountNote(
              deps,
              actorOfRequest(request),
              request.params.accountId,
              request.body,
            ),
          ),
    )
    app.patch(
      '/api/v1/notes/:noteId',
      { schema: { tags, params: ofNote, body: NoteChange, response: { 200: Note } } },
      (request) => notes.changeNote(deps, actorOfRequest(request), request.params.noteId, request.body),
    )
    app.delete('/api/v1/notes/:noteId', { schema: { tags, params: ofNote } }, async (request, reply) => {
      await notes.removeNote(deps, actorOfRequest(request), request.params.noteId)
      return reply.status(204).send()
    })
    app.get(
      '/api/v1/tasks',
      { schema: { tags, querystring: TasksQuery, response: { 200: TaskPage } } },
      (request) => listTasks(deps, actorOfRequest(request), request.query),
    )
    app.get('/api/v1/tasks/counts', { schema: { tags, response: { 200: TaskCounts } } }, (request) =>
      countTasks(deps, actorOfRequest(request)),
    )
  }
}
