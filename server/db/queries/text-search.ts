import type { Execute, Row } from '../statement.ts'

/** More than this of one session is not looked through. */
const most = 2000

const uuidBeginning = /^[0-9a-f]{8}[0-9a-f-]*$/i

/** Numbers of the sessions that an id names: their own (or its beginning, from eight characters), their invitation or connection. */
export async function sessionsNamed(read: Execute, text: string): Promise<number[]> {
  const found = await Promise.all([
    read('select "id" from "ConnectionSession" where "invitationId" = ? limit ?', [text, most]),
    read('select "id" from "ConnectionSession" where "connectionId" = ?', [text]),
    uuidBeginning.test(text) ? sessionsBeginning(read, text.toLowerCase()) : [],
  ])
  return [...new Set(found.flat().map(toId))]
}

/** Numbers of the events that an id names: their own, or any of their session's. */
export async function webhooksNamed(read: Execute, text: string): Promise<number[]> {
  const sessions = await sessionsNamed(read, text)
  const own = (where: string, values: readonly string[]) =>
    read(`select "id" from "WebhookEvent" where ${where} order by "id" desc limit ${most}`, values)
  const found = [
    await own('"webhookId" = ?', [text]),
    await own(`"processed" = false and "connectionId" = ?`, [text]),
    await own(`"processed" = false and "invitationId" = ?`, [text]),
    await own(`"outcome" = 'ignored' and "connectionId" = ?`, [text]),
    await own(`"outcome" = 'ignored' and "invitationId" = ?`, [text]),
  ]
  for (const session of sessions.slice(0, 100)) {
    found.push(await read(`select "id" from "WebhookEvent" where "session" = ? limit ${most}`, [session]))
  }
  return [...new Set(found.flat().map(toId))].slice(0, most)
}

/** `g` comes after every character of a UUID, in any collation. */
async function sessionsBeginning(read: Execute, text: string): Promise<readonly Row[]> {
  const rows = await read(
    `select "id", "sessionId" from "ConnectionSession" where "sessionId" >= ? and "sessionId" < ? limit 100`,
    [text, `${text}g`],
  )
  return rows.filter(({ sessionId }) => String(sessionId).startsWith(text))
}

function toId({ id }: Row): number {
  return Number(id)
}
