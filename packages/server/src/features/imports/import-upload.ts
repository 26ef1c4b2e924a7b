import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import type { MultipartFile } from '@fastify/multipart'
import { faultOf, faultOfShape, ImportMapping } from '@teia/contracts'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import { parseYaml } from '../../platform/yaml.ts'
import type { Files } from '../../storage/files/files.ts'
import type { Uploaded, UploadWishes } from './import-drafts.service.ts'

/** Fields beside the files: a mapping and a few words. */
export const uploadLimits = { fieldSize: 2 * 1024 * 1024, fields: 20, files: 200, parts: 220 }

/**
 * Stores the files of a multipart request while they arrive, each with its digest, and reads the fields beside them.
 * Holds no file in memory.
 */
export async function receiveUpload(
  request: FastifyRequest,
  files: Files,
  uploadBytes: number,
  keep: (file: Uploaded) => void,
): Promise<UploadWishes> {
  if (!request.isMultipart()) throw new AppError('unsupported_media_type', 415, faultOf('import_no_form'))
  const fields = new Map<string, string>()
  let left = uploadBytes
  try {
    for await (const part of request.parts({ limits: { ...uploadLimits, fileSize: uploadBytes + 1 } })) {
      if (part.type === 'field') {
        fields.set(part.fieldname, String(part.value ?? ''))
        continue
      }
      const file = await storePart(part, files, left)
      keep(file)
      left -= file.bytes
    }
  } catch (error) {
    // The rest is read and dropped, for else the sender would see a broken connection instead of the answer.
    request.raw.unpipe()
    request.raw.resume()
    throw toAppError(error)
  }
  const mapping = readMapping(fields.get('mapping'))
  return {
    mapping,
    start: fields.has('start') ? /^(true|1|yes)$/i.test(fields.get('start') ?? '') : mapping !== null,
    source: fields.get('source') || null,
  }
}

async function storePart(part: MultipartFile, files: Files, left: number): Promise<Uploaded> {
  const digest = createHash('sha256')
  let bytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > left) return done(new AppError('body_too_large', 413, faultOf('import_too_large')))
      digest.update(chunk)
      done(null, chunk)
    },
  })
  part.file.on('error', (error) => counted.destroy(error))
  const stored = await files.put(part.file.pipe(counted))
  const name = (part.filename || 'file').replace(/^.*[/\\]/, '').slice(0, 200) || 'file'
  return { fileId: stored.id, name, bytes: stored.bytes, sha256: digest.digest('hex') }
}

function toAppError(error: unknown): unknown {
  if (error instanceof AppError) return error
  const code = (error as { code?: unknown }).code
  if (typeof code === 'string' && code.startsWith('FST_'))
    return new AppError('invalid_request', 400, faultOf('import_too_many_parts'), { cause: error })
  return error
}

function readMapping(text: string | undefined): ImportMapping | null {
  if (text === undefined || text.trim() === '') return null
  const parsed = ImportMapping.safeParse(parseMapping(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new AppError(
    'invalid_mapping',
    400,
    faultOf('import_mapping_place', { place: issue?.path.join('.') ?? '' }),
    { issues: parsed.error.issues.slice(0, 20).map(issueOf) },
  )
}

function issueOf(issue: z.core.$ZodIssue) {
  const fault = faultOfShape(issue)
  return { path: issue.path.join('.'), message: issue.message, fault }
}

/** Reads a mapping as it was written. */
export const parseMapping = (text: string): unknown =>
  parseYaml(text, {
    code: 'invalid_mapping',
    faultAt: (place) =>
      place ? faultOf('import_mapping_unsound_at', place) : faultOf('import_mapping_unsound'),
  }).value
