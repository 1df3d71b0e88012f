import { z } from 'zod'
import { CredentialStatus, ProofStatus, SessionStatus } from '../../../shared/session-status.ts'
import { toDate } from '../read-date.ts'
import type { Execute } from '../statement.ts'

const Step = z.object({
  session: z.number(),
  cause: z.string(),
  status: SessionStatus,
  credential: CredentialStatus,
  proof: ProofStatus,
  at: toDate,
})
export type Step = z.infer<typeof Step>

/** The highest session number there is; 0 where there is none. */
export async function lastSessionNumber(read: Execute): Promise<number> {
  const [row] = await read('select max("id") as "last" from "ConnectionSession"')
  return z.coerce.number().parse(row?.last ?? 0)
}

export async function countSessions(read: Execute): Promise<number> {
  const [row] = await read('select count(*) as "count" from "ConnectionSession"')
  return z.coerce.number().parse(row?.count ?? 0)
}

/** A figure that grows with every change of any session with a number in `[from, to)`. */
export async function versionSum(read: Execute, from: number, to: number): Promise<number> {
  const [row] = await read('select sum("version") as "sum" from "ConnectionSession" where "id" >= ? and "id" < ?', [
    from,
    to,
  ])
  return z.coerce.number().parse(row?.sum ?? 0)
}

/** The versions of the sessions with numbers in `[from, to)`: session by session, the first version first. */
export async function readSteps(read: Execute, from: number, to: number): Promise<Step[]> {
  const rows = await read(
    `select "session", "cause", "status", "credential", "proof", "at" from "SessionHistory"
     where "session" >= ? and "session" < ? order by "session", "version"`,
    [from, to],
  )
  return rows.flatMap((row) => Step.safeParse(row).data ?? []) // one that nobody can read must not hide all others
}

/** The public ids of sessions by their numbers. */
export async function sessionIdsOf(read: Execute, numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (numbers.length === 0) return new Map()
  const rows = await read(
    `select "id", "sessionId" from "ConnectionSession" where "id" in (${numbers.map(() => '?').join(', ')})`,
    numbers,
  )
  return new Map(
    z
      .array(z.object({ id: z.number(), sessionId: z.string() }))
      .parse(rows)
      .map(({ id, sessionId }) => [id, sessionId]),
  )
}
