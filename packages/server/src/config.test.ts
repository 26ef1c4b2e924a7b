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

test('the public address follows the port unless it is given', () => {
  expect(loadConfig({ TEIA_PORT: '5000' }).publicUrl).toBe('http://localhost:5000')
  expect(loadConfig({ TEIA_PUBLIC_URL: 'https://cx.example.org/' }).publicUrl).toBe('https://cx.example.org')
})
