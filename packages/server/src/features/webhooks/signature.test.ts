import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { checkSignature } from './signature.ts'

const receivedAt = Date.UTC(2026, 0, 1)
const body = Buffer.from('{"type":"order.paid"}')
const time = String(receivedAt / 1000)
const signedWith = (key: Buffer) => ({
  body,
  receivedAt,
  headers: {
    'webhook-id': 'msg_1',
    'webhook-timestamp': time,
    'webhook-signature': `v1,${createHmac('sha256', key).update(`msg_1.${time}.`).update(body).digest('base64')}`,
  },
})
const scheme = { scheme: 'standard', toleranceSeconds: 300 } as const

test('a delivery signed with the decoded secret of Standard Webhooks is taken', () => {
  const key = Buffer.from('0123456789abcdef01234567')
  const secret = `whsec_${key.toString('base64')}`
  expect(checkSignature(scheme, [secret], signedWith(key))).toBeNull()
  expect(
    checkSignature(scheme, [secret], signedWith(Buffer.from('another key of some length')))?.status,
  ).toBe(403)
})

test.each(['whsec_!!!!', '!!!!!!!!', 'whsec_YQ==', 'whsec_'])(
  'the secret %s, of which no key can be made, lets nobody in',
  (secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
    expect(checkSignature(scheme, [secret], signedWith(key))).toMatchObject({ status: 403 })
  },
)
