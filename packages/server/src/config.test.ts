import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, loadConfig } from './config.ts'

function faultOf(environment: Record<string, string>): string {
  try {
    loadConfig(environment)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as ConfigError).message
  }
  throw new Error('The configuration was accepted.')
}

test('nothing has to be set', () => {
  expect(loadConfig({ HOME: '/root', TEIA_DEMO: '' })).toEqual({
    host: '127.0.0.1',
    port: 4100,
    publicUrl: 'http://localhost:4100',
    dataDir: resolve('data'),
    demo: true,
    logFormat: 'pretty',
    collectLimit: 10_000,
    importBytes: 20 * 1024 ** 3,
    bootstrap: {},
  })
})

test('all faults are named together', () => {
  const fault = faultOf({
    TEIA_PORT: 'abc',
    TEIA_DEMO: 'yes',
    TEIA_LOG: 'xml',
    TEIA_POSTGRES_URL: 'http://localhost',
    TEIA_CLICKHOUSE_URL: 'nonsense',
    TEIA_ADMIN_EMAIL: 'nobody',
    TEIA_ADMIN_PASSWORD: 'short',
    TEIA_BOOTSTRAP_API_KEY: 'tiny',
  })
  for (const name of [
    'PORT',
    'DEMO',
    'LOG',
    'POSTGRES_URL',
    'CLICKHOUSE_URL',
    'ADMIN_EMAIL',
    'ADMIN_PASSWORD',
    'BOOTSTRAP_API_KEY',
  ])
    expect(fault).toContain(`TEIA_${name} `)
})

test('a fault never shows a key or a password', () => {
  const fault = faultOf({ TEIA_ADMIN_PASSWORD: 'hunter2', TEIA_BOOTSTRAP_API_KEY: 'a b', TEIA_DEMO: 'maybe' })
  expect(fault).not.toContain('hunter2')
  expect(fault).not.toContain('a b')
  expect(fault).toContain('(it is "maybe")')
})

test('an administrator needs both an address and a password', () => {
  expect(faultOf({ TEIA_ADMIN_EMAIL: 'ana@example.org' })).toContain('TEIA_ADMIN_PASSWORD is needed')
  expect(faultOf({ TEIA_ADMIN_PASSWORD: 'long enough' })).toContain('TEIA_ADMIN_EMAIL is needed')
})

test('a mail server needs a sender, and both have to make sense', () => {
  const mail = {
    TEIA_SMTP_URL: 'smtp://user:pass@mail.example.org:587',
    TEIA_MAIL_FROM: 'Teia <teia@example.org>',
  }
  expect(loadConfig(mail).mail).toEqual({ smtpUrl: mail.TEIA_SMTP_URL, from: mail.TEIA_MAIL_FROM })
  expect(faultOf({ TEIA_SMTP_URL: mail.TEIA_SMTP_URL })).toContain('TEIA_MAIL_FROM is needed')
  const fault = faultOf({ TEIA_SMTP_URL: 'http://x:hunter2@y', TEIA_MAIL_FROM: 'a@b.example, c@d.example' })
  expect(fault).toContain('TEIA_SMTP_URL must be an smtp:// or smtps:// address')
  expect(fault).toContain('TEIA_MAIL_FROM must be an e-mail address')
  expect(fault).not.toContain('hunter2')
})

test('what is missing is named together with what is wrong', () => {
  const fault = faultOf({
    TEIA_PORT: 'abc',
    TEIA_SMTP_URL: 'smtp://mail.example.org',
    TEIA_ADMIN_PASSWORD: 'long enough',
  })
  for (const name of ['PORT', 'MAIL_FROM', 'ADMIN_EMAIL']) expect(fault).toContain(`TEIA_${name} `)
})

test('the public address follows the port unless it is given', () => {
  expect(loadConfig({ TEIA_PORT: '5000' }).publicUrl).toBe('http://localhost:5000')
  expect(loadConfig({ TEIA_PUBLIC_URL: 'https://cx.example.org/' }).publicUrl).toBe('https://cx.example.org')
})
