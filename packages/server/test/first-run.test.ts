import { expect, test } from 'vitest'
import { spawnServer } from './spawned-server.ts'

const owner = {
  name: 'Ana',
  email: 'ana@test.example',
  password: 'correct horse battery',
  workspaceName: 'First',
  timeZone: 'America/Sao_Paulo',
  language: 'pt-BR',
}

test('a first run without the demo warns of nothing, and the first visitor sets it up, once', async () => {
  const server = await spawnServer({
    nodeArgs: ['--throw-deprecation', '--trace-warnings'],
    env: { TEIA_BOOTSTRAP_WRITE_KEY: '', TEIA_BOOTSTRAP_API_KEY: '' },
  })
  const post = (path: string, body: object) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify(body),
    })
  const setup = async () => (await fetch(`${server.url}/api/v1/setup`)).json()
  try {
    await server.start()
    expect(await setup()).toEqual({ needsSetup: true, demo: null, sendsMail: false })
    const answers = await Promise.all([1, 2, 3, 4].map(() => post('/api/v1/setup', owner)))
    expect(answers.map((one) => one.status).toSorted()).toEqual([201, 409, 409, 409])
    expect(await setup()).toEqual({ needsSetup: false, demo: null, sendsMail: false })
    const signedIn = await post('/api/auth/sign-in/email', owner)
    expect(signedIn.status).toBe(200)
    const cookie = signedIn.headers.getSetCookie().map((one) => one.split(';')[0])
    const session = await fetch(`${server.url}/api/v1/session`, { headers: { cookie: cookie.join('; ') } })
    expect(await session.json()).toMatchObject({
      user: { email: owner.email },
      workspaces: [{ name: 'First', role: 'owner', language: 'pt-BR', isDemo: false }],
    })
    const { stderr, stdout } = server.output()
    expect(stderr).toBe('')
    const loud = stdout
      .split('\n')
      .filter((line) => line !== '' && (JSON.parse(line) as { level: number }).level > 30)
    expect(loud).toEqual([])
    await server.kill('SIGTERM')
    await server.start()
    expect((await post('/api/v1/setup', { ...owner, email: 'eve@test.example' })).status).toBe(409)
  } finally {
    await server.close()
  }
}, 120_000)
