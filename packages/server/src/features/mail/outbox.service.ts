import { type Fault, faultOf, sayFault } from '@teia/contracts'
import type { Log } from '../../platform/log.ts'
import { type Mailer, MailFault, noAnswer } from '../../platform/mailer.ts'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'
import { type Letter, layOut } from './letter.ts'
import * as q from './outbox.queries.ts'

const MINUTE = 60_000
/** A server that dies while it sends lets go of its letters after this long. */
const LEASE_MS = 5 * MINUTE
const BATCH = 10
const MAX_ATTEMPTS = 10
const KEPT_DAYS = 30

export type OutboxDeps = {
  postgres: Postgres
  mailer: Mailer
  now: () => Date
  newId: () => string
  log: Log
}
/** Where a letter goes, what it is about, and until when it is of use. */
export type Posting = {
  workspaceId: string | null
  kind: 'invitation' | 'password-reset' | 'email-change' | 'email-changed' | 'mention'
  aboutId: string
  to: string
  expiresAt: Date
}
export type Outbox = ReturnType<typeof openOutbox>

/**
 * The letters on their way. A letter is written into PostgreSQL, in the transaction of what it is about, and sent
 * afterwards: nobody waits for a mail server, and none is lost when the server stops. It is delivered at least once; a
 * repetition carries the same Message-ID.
 */
export function openOutbox(deps: OutboxDeps) {
  let running: Promise<void> | null = null
  let isWanted = false

  /** Sends everything that is due, one run at a time. A letter that cannot be sent is tried again later. */
  async function sendDue(): Promise<void> {
    isWanted = true
    running ??= (async () => {
      while (isWanted) {
        isWanted = false
        await sendAllDue(deps)
      }
    })().finally(() => {
      running = null
    })
    await running
  }
  return {
    /** Writes a letter down. Call `wake` once the transaction is through. Replaces earlier ones about the same. */
    async post(postgres: Postgres, posting: Posting, letter: Letter): Promise<void> {
      await q.withdrawEmails(postgres, posting.kind, posting.aboutId)
      const { workspaceId, kind, aboutId, to, expiresAt } = posting
      const createdAt = deps.now()
      await q.insertEmail(postgres, {
        ...layOut(letter),
        ...{ id: deps.newId(), workspaceId, kind, aboutId, to, createdAt, expiresAt },
      })
    },
    withdraw: (postgres: Postgres, kind: Posting['kind'], aboutId: string) =>
      q.withdrawEmails(postgres, kind, aboutId),
    /** Sends soon, without being waited for. */
    wake(): void {
      sendDue().catch((err) => deps.log.warn({ err }, 'Letters could not be sent and will be tried again'))
    },
    sendDue,
    /** Forgets letters that were sent or given up long ago. */
    forgetOld: () =>
      q.deleteEndedEmails(deps.postgres, new Date(deps.now().getTime() - KEPT_DAYS * 24 * 60 * MINUTE)),
    /** Lets the letter at work end. */
    async close(): Promise<void> {
      await running?.catch(() => undefined)
      deps.mailer.close()
    },
  }
}

/** How the newest letter of a kind about each of these went; what no letter is about is not in the answer. */
export function findDeliveries(
  postgres: Postgres,
  kind: Posting['kind'],
  aboutIds: readonly string[],
): Promise<Map<string, q.Delivery>> {
  return q.findDeliveries(postgres, kind, aboutIds)
}

const letterExpired = faultOf('letter_expired')

/** Why a letter was not delivered, where not the mail server said so but we: then the words are of the catalogue. */
export const faultsOfDelivery = (words: string | null): Fault[] =>
  [letterExpired, noAnswer].filter((fault) => sayFault(fault) === words)

async function sendAllDue(deps: OutboxDeps): Promise<void> {
  for (;;) {
    const now = deps.now()
    const leaseUntil = new Date(now.getTime() + LEASE_MS)
    const due = await q.claimDueEmails(deps.postgres, { now, leaseUntil, limit: BATCH })
    for (const email of due) await sendOne(deps, email)
    if (due.length < BATCH) return
  }
}

async function sendOne(deps: OutboxDeps, email: q.DueEmail): Promise<void> {
  const { id, kind, recipient: to, subject, attempts } = email
  const fail = async (error: string) => {
    await q.endEmail(deps.postgres, { id, state: 'failed', error, at: deps.now() })
    deps.log.warn({ kind, attempts, error }, 'A letter could not be delivered')
  }
  if (email.expires_at <= deps.now()) return fail(sayFault(letterExpired))
  try {
    await deps.mailer.send({ id, to, subject, text: email.body_text, html: email.body_html })
  } catch (error) {
    if (!(error instanceof MailFault)) throw error
    if (error.isFinal || attempts >= MAX_ATTEMPTS) return fail(error.message)
    const nextAttemptAt = new Date(deps.now().getTime() + backOffMs(attempts))
    return q.postponeEmail(deps.postgres, { id, error: error.message, nextAttemptAt })
  }
  await q.endEmail(deps.postgres, { id, state: 'sent', error: null, at: deps.now() })
}

/** 30 s, 2 min, 8 min, 32 min, 2 h, then every 4 h: about a day until the tenth and last attempt. */
const backOffMs = (attempts: number): number => Math.min(30_000 * 4 ** (attempts - 1), 240 * MINUTE)
