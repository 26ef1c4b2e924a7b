import { resolve } from 'node:path'
import { z } from 'zod'
import { StartError } from './platform/errors.ts'
import type { MailSettings } from './platform/mailer.ts'

/** Some settings cannot be used. The message names every one of them, with what to do. */
export class ConfigError extends StartError {
  override readonly name = 'ConfigError'
}

const port = z.coerce.number('must be a number').int('must be a whole number').min(0).max(65_535)
const key = z.string().min(8, 'must have at least 8 characters').regex(/^\S+$/, 'must not contain spaces')
const onOff = z.enum(['on', 'off'], 'must be "on" or "off"')
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
const smtpUrl = z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' })
/** `ana@example.org` or `Teia <ana@example.org>`; more than one address would reach people who were not meant. */
const mailFrom = z
  .string()
  .regex(
    /^(?:[^<>,;@"\r\n]+ <[^\s<>,;@]+@[^\s<>,;@]+>|[^\s<>,;@]+@[^\s<>,;@]+)$/,
    'must be an e-mail address, or a name with the address in <>',
  )
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' })

const Environment = z.object({
  TEIA_PORT: port.default(4100),
  TEIA_HOST: z.string().default('127.0.0.1'),
  TEIA_PUBLIC_URL: httpUrl.optional(),
  TEIA_DATA_DIR: z.string().default('./data'),
  TEIA_DEMO: onOff.default('on'),
  TEIA_LOG: z.enum(['json', 'pretty'], 'must be "json" or "pretty"').default('pretty'),
  TEIA_CLICKHOUSE_URL: httpUrl.optional(),
  TEIA_POSTGRES_URL: postgresUrl.optional(),
  TEIA_SMTP_URL: smtpUrl.optional(),
  TEIA_MAIL_FROM: mailFrom.optional(),
  TEIA_BOOTSTRAP_WRITE_KEY: key.optional(),
  TEIA_BOOTSTRAP_API_KEY: key.optional(),
  TEIA_COLLECT_LIMIT: z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1)
    .default(10_000),
  TEIA_IMPORT_LIMIT_GB: z.coerce.number('must be a number').min(0.001).max(10_000).optional(),
  TEIA_ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
  TEIA_ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
})

const gigabyte = 1024 ** 3
export const defaultImportBytes = 20 * gigabyte

/** Settings that mean nothing alone. */
const pairs = [
  ['TEIA_ADMIN_EMAIL', 'TEIA_ADMIN_PASSWORD'],
  ['TEIA_SMTP_URL', 'TEIA_MAIL_FROM'],
] as const

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
  /** The files of one import may have this many bytes together; unpacked, ten times as many. */
  importBytes: number
  clickhouseUrl?: string
  postgresUrl?: string
  /** Where letters go out; without it Teia sends none. */
  mail?: MailSettings
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
  const faults = [
    ...(parsed.error?.issues ?? []).map(describe),
    ...halfPairs(new Set(given.map(([name]) => name))),
  ]
  if (!parsed.success || faults.length > 0)
    throw new ConfigError(['Teia cannot start: these settings need your attention.', ...faults].join('\n'))

  const env = parsed.data
  return {
    host: env.TEIA_HOST,
    port: env.TEIA_PORT,
    publicUrl: (env.TEIA_PUBLIC_URL ?? `http://localhost:${env.TEIA_PORT}`).replace(/\/+$/, ''),
    dataDir: resolve(env.TEIA_DATA_DIR),
    demo: env.TEIA_DEMO === 'on',
    logFormat: env.TEIA_LOG,
    collectLimit: env.TEIA_COLLECT_LIMIT,
    importBytes:
      env.TEIA_IMPORT_LIMIT_GB === undefined ? defaultImportBytes : env.TEIA_IMPORT_LIMIT_GB * gigabyte,
    ...(env.TEIA_CLICKHOUSE_URL !== undefined && { clickhouseUrl: env.TEIA_CLICKHOUSE_URL }),
    ...(env.TEIA_POSTGRES_URL !== undefined && { postgresUrl: env.TEIA_POSTGRES_URL }),
    ...(env.TEIA_SMTP_URL !== undefined &&
      env.TEIA_MAIL_FROM !== undefined && {
        mail: { smtpUrl: env.TEIA_SMTP_URL, from: env.TEIA_MAIL_FROM },
      }),
    bootstrap: {
      ...(env.TEIA_BOOTSTRAP_WRITE_KEY !== undefined && { writeKey: env.TEIA_BOOTSTRAP_WRITE_KEY }),
      ...(env.TEIA_BOOTSTRAP_API_KEY !== undefined && { apiKey: env.TEIA_BOOTSTRAP_API_KEY }),
      ...(env.TEIA_ADMIN_EMAIL !== undefined && { adminEmail: env.TEIA_ADMIN_EMAIL }),
      ...(env.TEIA_ADMIN_PASSWORD !== undefined && { adminPassword: env.TEIA_ADMIN_PASSWORD }),
    },
  }
}

function describe(issue: z.core.$ZodIssue): string {
  const name = issue.path.join('.')
  return `  ${name} ${issue.message}${shown(name, issue.input)}.`
}

function halfPairs(given: ReadonlySet<string>): string[] {
  return pairs.flatMap((pair) => {
    const missing = pair.filter((name) => !given.has(name))
    return missing.length === 1 ? [`  ${missing[0]} is needed when the other of the two is set.`] : []
  })
}

/** The value as given; keys, passwords and addresses (which may hold a password) stay out of the message. */
function shown(name: string, input: unknown): string {
  if (typeof input !== 'string' || /KEY|PASSWORD|URL/.test(name)) return ''
  return ` (it is ${JSON.stringify(input)})`
}
