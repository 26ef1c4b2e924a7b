import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A letter as it arrived. */
export type Received = {
  to: string[]
  messageId: string
  subject: string
  text: string
  html: string
  raw: string
  /** The first address in the text that carries a token. */
  link: URL
}
/** `refuse`: for good (550). `defer`: try later (451). `drop`: the connection breaks before the letter is taken. */
type Mood = 'take' | 'refuse' | 'defer' | 'drop'

/** A real SMTP server on a free port of loopback, whose mood a test can change. */
export async function openInbox() {
  const letters: Received[] = []
  const waiting = new Set<() => void>()
  const moods = new Map<string, Mood>()
  const attempts = new Map<string, number>()
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    onRcptTo({ address }, _session, done) {
      attempts.set(address, (attempts.get(address) ?? 0) + 1)
      for (const tell of waiting) tell()
      const mood = moods.get(address)
      if (mood === 'refuse') return done(answer(550, 'No such mailbox here'))
      if (mood === 'defer') return done(answer(451, 'Come back later'))
      return done()
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        letters.push(
          read(
            session.envelope.rcptTo.map((one) => one.address),
            Buffer.concat(chunks).toString('latin1'),
          ),
        )
        done()
        for (const tell of waiting) tell()
      })
    },
  })
  server.on('error', () => undefined)
  const { server: socket } = server
  server.listen(0, '127.0.0.1')
  await once(socket, 'listening')

  /** Resolves once `isThere` holds; asked again whenever something arrives. */
  function until(isThere: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!isThere()) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  }
  return {
    port: (socket.address() as AddressInfo).port,
    letters,
    behave: (address: string, mood: Mood) => void moods.set(address, mood),
    /** The n-th letter to an address, waited for. */
    async letterTo(address: string, n = 1): Promise<Received> {
      const mine = () => letters.filter((one) => one.to.includes(address))
      await until(() => mine().length >= n)
      return mine()[n - 1] as Received
    },
    /** Waits until this many attempts were made to deliver to an address. */
    attemptsTo: (address: string, n: number) => until(() => (attempts.get(address) ?? 0) >= n),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
export type Inbox = Awaited<ReturnType<typeof openInbox>>

const answer = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

function read(to: string[], raw: string): Received {
  const { headers, body } = split(raw)
  const boundary = /boundary="?([^";\s]+)/.exec(headers)?.[1] ?? ''
  const parts = body.split(`--${boundary}`).map(split)
  const bodyOf = (type: string) => {
    const part = parts.find((one) => one.headers.toLowerCase().includes(type))
    return part ? decode(part.headers, part.body) : ''
  }
  const text = bodyOf('text/plain')
  return {
    to,
    raw,
    text,
    html: bodyOf('text/html'),
    messageId: headerOf(headers, 'message-id'),
    subject: headerOf(headers, 'subject').replaceAll(
      /=\?utf-8\?([bq])\?([^?]*)\?=\s*/gi,
      (_, kind: string, word: string) =>
        kind.toLowerCase() === 'b'
          ? Buffer.from(word, 'base64').toString('utf8')
          : quotedPrintable(word.replaceAll('_', ' ')),
    ),
    link: new URL(/https?:\S+token=\S+/.exec(text)?.[0] ?? 'none:'),
  }
}

function split(raw: string) {
  const at = raw.search(/\r?\n\r?\n/)
  return { headers: raw.slice(0, at).replaceAll(/\r?\n[ \t]+/g, ' '), body: raw.slice(at).trimStart() }
}

const headerOf = (headers: string, name: string) =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1]?.trim() ?? ''

function decode(headers: string, body: string): string {
  const encoding = headerOf(headers, 'content-transfer-encoding').toLowerCase()
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  return encoding === 'quoted-printable' ? quotedPrintable(body) : body
}

function quotedPrintable(text: string): string {
  const bytes = text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
