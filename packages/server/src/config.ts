import { resolve } from 'node:path'
import { z } from 'zod'
import { StartError } from './platform/errors.ts'

/** Some settings cannot be used. The message names every one of them, with what to do. */
export class ConfigError extends StartError {
  override readonly name = 'ConfigError'
}

const port = z.coerce.number('must be a number').int('must be a whole number').min(0).max(65_535)
const key = z.string().min(8, 'must have at least 8 characters').regex(/^\S+$/, 'must not contain spaces')
const onOff = z.enum(['on', 'off'], 'must be "on" or "off"')
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' })

const Environment = z
  .object({
    TEIA_PORT: port.default(4100),
    TEIA_HOST: z.string().default('127.0.0.1'),
    TEIA_PUBLIC_URL: httpUrl.optional(),
    TEIA_DATA_DIR: z.string().default('./data'),
    TEIA_DEMO: onOff.default('on'),
    TEIA_LOG: z.enum(['json', 'pretty'], 'must be "json" or "pretty"').default('pretty'),
    TEIA_CLICKHOUSE_URL: httpUrl.optional(),
    TEIA_POSTGRES_URL: postgresUrl.optional(),
    TEIA_BOOTSTRAP_WRITE_KEY: key.optional(),
    TEIA_BOOTSTRAP_API_KEY: key.optional(),
    TEIA_COLLECT_LIMIT: z.coerce
      .number('must be a number')
      .int('must be a whole number')
      .min(1)
      .default(10_000),
    TEIA_ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
    TEIA_ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
  })
  .superRefine((env, context) => {
    if ((env.TEIA_ADMIN_EMAIL === undefined) === (env.TEIA_ADMIN_PASSWORD === undefined)) return
    const missing = env.TEIA_ADMIN_EMAIL === undefined ? 'TEIA_ADMIN_EMAIL' : 'TEIA_ADMIN_PASSWORD'
    context.addIssue({
      code: 'custom',
      path: [missing],
      message: 'is needed when the other of the two is set',
    })
  })

/** Everything that can be set from outside, checked. */
export type Config = {
  host: string
  port: number
  /** The address people and pages reach this server at, without a slash at the end. */
  publicUrl: string
  /** Absolute path. */
  dataDir: string
  demo: boolean
  logFormat: 'json' | 'pretty'
  /** Collection calls that one write key may make in a second. */
  collectLimit: number
  clickhouseUrl?: string
  postgresUrl?: string
  bootstrap: { writeKey?: string; apiKey?: string; adminEmail?: string; adminPassword?: string }
}

/**
 * Reads and checks the environment, once, at start. An empty variable counts as not set.
 * Throws one `ConfigError` that names all faults together.
 */
export function loadConfig(environment: Record<string, string | undefined> = process.env): Config {
  const given = Object.entries(environment).filter(
    ([name, value]) => name.startsWith('TEIA_') && value !== '',
  )
  const parsed = Environment.safeParse(Object.fromEntries(given), { reportInput: true })
  if (!parsed.success) throw new ConfigError(describe(parsed.error))

  const env = parsed.data
  return {
    host: env.TEIA_HOST,
    port: env.TEIA_PORT,
    publicUrl: (env.TEIA_PUBLIC_URL ?? `http://localhost:${env.TEIA_PORT}`).replace(/\/+$/, ''),
    dataDir: resolve(env.TEIA_DATA_DIR),
    demo: env.TEIA_DEMO === 'on',
    logFormat: env.TEIA_LOG,
    collectLimit: env.TEIA_COLLECT_LIMIT,
    ...(env.TEIA_CLICKHOUSE_URL !== undefined && { clickhouseUrl: env.TEIA_CLICKHOUSE_URL }),
    ...(env.TEIA_POSTGRES_URL !== undefined && { postgresUrl: env.TEIA_POSTGRES_URL }),
    bootstrap: {
      ...(env.TEIA_BOOTSTRAP_WRITE_KEY !== undefined && { writeKey: env.TEIA_BOOTSTRAP_WRITE_KEY }),
      ...(env.TEIA_BOOTSTRAP_API_KEY !== undefined && { apiKey: env.TEIA_BOOTSTRAP_API_KEY }),
      ...(env.TEIA_ADMIN_EMAIL !== undefined && { adminEmail: env.TEIA_ADMIN_EMAIL }),
      ...(env.TEIA_ADMIN_PASSWORD !== undefined && { adminPassword: env.TEIA_ADMIN_PASSWORD }),
    },
  }
}

function describe(error: z.ZodError): string {
  const lines = error.issues.map((issue) => {
    const name = issue.path.join('.')
    return `  ${name} ${issue.message}${shown(name, issue.input)}.`
  })
  return ['Teia cannot start: these settings need your attention.', ...lines].join('\n')
}

/** The value as given; keys, passwords and addresses (which may hold a password) stay out of the message. */
function shown(name: string, input: unknown): string {
  if (typeof input !== 'string' || /KEY|PASSWORD|URL/.test(name)) return ''
  return ` (it is ${JSON.stringify(input)})`
}
