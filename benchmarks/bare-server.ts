import { join } from 'node:path'
import fastify from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { openLmdbEventLog } from '../packages/server/src/storage/log/lmdb-event-log.ts'

/** The bare counterpart of acceptance: Fastify, a zod schema and the synced log, and nothing else. Prints its port. */
const Message = z.looseObject({
  type: z.string(),
  messageId: z.string(),
  userId: z.string().optional(),
  anonymousId: z.string().optional(),
})
const log = openLmdbEventLog(join(process.argv[2] ?? '.', 'log'))
const app = fastify({ bodyLimit: 512 * 1024 })
app.setValidatorCompiler(validatorCompiler)
app.setSerializerCompiler(serializerCompiler)
const store = async (body: unknown) => {
  await log.append([Buffer.from(JSON.stringify(body))])
  return { success: true }
}
app.post('/v1/track', { schema: { body: Message } }, (request) => store(request.body))
app.post('/v1/batch', { schema: { body: z.object({ batch: z.array(Message) }) } }, (request) =>
  store(request.body),
)
await app.listen({ host: '127.0.0.1', port: 0 })
const address = app.server.address()
process.send?.({ port: typeof address === 'object' ? address?.port : 0 })
process.once('disconnect', () => process.exit(0))
