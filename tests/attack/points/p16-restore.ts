import { copyFileSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { toEventId } from '../../../shared/event-id.ts'
import { SessionView } from '../../../shared/session-view.ts'
import type { ServerProcess } from '../../support/server-process.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import { student } from '../ask.ts'
import { readEvents } from '../read-events.ts'
import type { Attack } from '../report.ts'
import { type Created, createSession, readSession, startShipped, webhook } from '../target.ts'

export const restore: Attack = {
  point: '16',
  async run(check) {
    await check('a restore to an older state, and a page that was further', () =>
      older(toEventId, 'response', 'completed'),
    )
    await check('the same, with plain ids: at once, from whoever is ahead', () => older(toPlain))
    await check('the same, with plain ids: later, from whoever is behind', () =>
      older(toPlain, 'response', 'active', 'completed'),
    )
  },
}

async function tell(server: ServerProcess, { invitationId, sessionId }: Created, word: string, theirLabel: string) {
  await webhook(
    server,
    guideWebhook(`connections.${word}`, { invitationId, connectionId: sessionId, theirLabel }),
    student,
  )
}

const toPlain = ({ version }: SessionView) => String(version)

/**
 * Versions 3 and 4 come about, are undone, and the session goes on with `words` instead: who resumes after the 4 that was undone by the
 * id that a page keeps must be told of it. A plain id says as much where it is not the very number that the session is at.
 */
async function older(toId: (view: SessionView) => string, ...words: readonly string[]) {
  await using server = await startShipped()
  const file = `${server.directory}/data/nelfund-connect.db`
  const session = await createSession(server)
  await tell(server, session, 'request', 'before')
  const db = new Database(file)
  await db.backup(`${server.directory}/copy.db`)
  db.close()
  await tell(server, session, 'response', 'before')
  await tell(server, session, 'active', 'before')
  const seen = SessionView.parse(
    JSON.parse((await readEvents(server, session.sessionId, undefined, 500)).at(-1)?.data ?? ''),
  )
  await server.kill('SIGKILL')
  for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
  copyFileSync(`${server.directory}/copy.db`, file)
  await server.restart()
  for (const word of words) await tell(server, session, word, 'after')
  const told = await readEvents(server, session.sessionId, toId(seen), 1000)
  const last = SessionView.safeParse(JSON.parse(told.at(-1)?.data ?? 'null')).data
  const { version } = await readSession(server, session.sessionId)
  return {
    held: last?.version === version && last.status === (words.at(-1) ?? 'request'),
    seen: `left at ${toId(seen)}; told then: ${told.length} views, the last of version ${last?.version}, ${last?.status}; it is at ${version}`,
  }
}
