import { z } from 'zod'
import { toDate } from '../read-date.ts'
import type { Execute } from '../statement.ts'

const SignIn = z.object({ expiresAt: toDate })

/** Keeps a browser's sign-in, and forgets those that have run out. */
export async function insertSignIn(execute: Execute, id: string, now: Date, expiresAt: Date): Promise<void> {
  await execute('delete from "AdminSignIn" where "expiresAt" <= ?', [now])
  await execute('insert into "AdminSignIn" ("id", "createdAt", "expiresAt") values (?, ?, ?)', [id, now, expiresAt])
}

export async function deleteSignIn(execute: Execute, id: string): Promise<void> {
  await execute('delete from "AdminSignIn" where "id" = ?', [id])
}

/** Whether this browser is signed in now. */
export async function isSignedIn(execute: Execute, id: string, now: Date): Promise<boolean> {
  const [row] = await execute('select "expiresAt" from "AdminSignIn" where "id" = ?', [id])
  return row !== undefined && SignIn.parse(row).expiresAt > now
}
