import { sql } from 'kysely'
import type { Postgres } from '../../storage/postgres/postgres.client.ts'

export type UserRow = { id: string; name: string; email: string }

export async function countUsers(db: Postgres): Promise<number> {
  const { rows } = await sql<{ n: string }>`SELECT count(*) AS n FROM "user"`.execute(db)
  return Number(rows[0]?.n ?? 0)
}

export async function findUserByEmail(db: Postgres, email: string): Promise<UserRow | undefined> {
  const { rows } = await sql<UserRow>`
    SELECT id, name, email FROM "user" WHERE lower(email) = lower(${email})`.execute(db)
  return rows[0]
}

export async function findUser(db: Postgres, id: string): Promise<UserRow | undefined> {
  const { rows } = await sql<UserRow>`SELECT id, name, email FROM "user" WHERE id = ${id}`.execute(db)
  return rows[0]
}

/** Written here and not by better-auth, because it has to be in the transaction of what makes the user. */
export async function insertUser(
  db: Postgres,
  row: UserRow & { passwordId: string; passwordHash: string; at: Date },
): Promise<void> {
  await sql`
    INSERT INTO "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
    VALUES (${row.id}, ${row.name}, ${row.email}, true, ${row.at}, ${row.at})`.execute(db)
  await sql`
    INSERT INTO account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
    VALUES (${row.passwordId}, ${row.id}, 'credential', ${row.id}, ${row.passwordHash}, ${row.at}, ${row.at})`.execute(
    db,
  )
}

export async function findPasswordHash(db: Postgres, userId: string): Promise<string | null> {
  const { rows } = await sql<{ password: string | null }>`
    SELECT password FROM account WHERE "userId" = ${userId} AND "providerId" = 'credential'`.execute(db)
  return rows[0]?.password ?? null
}

/** Sets the password and ends every session: whoever knew the old one is out. */
export async function replacePassword(
  db: Postgres,
  row: { userId: string; passwordHash: string; at: Date },
): Promise<void> {
  await sql`
    UPDATE account SET password = ${row.passwordHash}, "updatedAt" = ${row.at}
    WHERE "userId" = ${row.userId} AND "providerId" = 'credential'`.execute(db)
  await sql`DELETE FROM session WHERE "userId" = ${row.userId}`.execute(db)
}

export async function updateEmail(db: Postgres, row: { id: string; email: string; at: Date }): Promise<void> {
  await sql`UPDATE "user" SET email = ${row.email}, "updatedAt" = ${row.at} WHERE id = ${row.id}`.execute(db)
}

/** Serialises what depends on whether a user exists, until the transaction ends. */
export async function lockUsers(db: Postgres): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7301942850114)`.execute(db)
}
