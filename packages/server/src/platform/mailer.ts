import { faultOf, sayFault } from '@teia/contracts'
import { createTransport } from 'nodemailer'

/** Where letters go out, and whose name they carry. */
export type MailSettings = { smtpUrl: string; from: string }
/** One letter, complete. `id` makes repeated deliveries of it recognisable as one. */
export type MailMessage = { id: string; to: string; subject: string; text: string; html: string }
export type Mailer = {
  /** Hands a letter to the mail server. Throws `MailFault`. */
  send: (message: MailMessage) => Promise<void>
  close: () => void
}

/** A letter did not go out. `isFinal`: the mail server refused this letter for good, so trying again would not help. */
export class MailFault extends Error {
  override readonly name = 'MailFault'
  readonly isFinal: boolean
  constructor(message: string, isFinal: boolean, cause: unknown) {
    super(message, { cause })
    this.isFinal = isFinal
  }
}

/** Opens the way to an SMTP server (RFC 5321). Connects only when a letter is sent. */
export function openMailer(settings: MailSettings): Mailer {
  const transport = createTransport({
    url: settings.smtpUrl,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    // Letters are made of text alone; no value may make the mailer read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ id, ...message }) {
      try {
        await transport.sendMail({
          ...message,
          from: settings.from,
          messageId: `<${id}@${domainOf(settings.from)}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
      } catch (error) {
        throw toFault(error)
      }
    },
    close: () => transport.close(),
  }
}

const domainOf = (from: string) => /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost'

export const noAnswer = faultOf('mail_no_answer')

/** The address or the text was refused with a code of class 5: that server will not change its mind about this letter. */
function toFault(error: unknown): MailFault {
  const { code, responseCode, response, message } = error as {
    code?: string
    responseCode?: number
    response?: string
    message?: string
  }
  const isAboutLetter = code === 'EENVELOPE' || code === 'EMESSAGE'
  const isFinal = isAboutLetter && (responseCode === undefined || responseCode >= 500)
  return new MailFault((response ?? message ?? sayFault(noAnswer)).slice(0, 300), isFinal, error)
}
