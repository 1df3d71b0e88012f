import { copyFileSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { ServerProcess } from '../../support/server-process.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import { student } from '../ask.ts'
import { readEvents } from '../read-events.ts'
import type { Attack } from '../report.ts'
import { type Created, createSession, startShipped, webhook } from '../target.ts'

export const restore: Attack = {
  point: '16',
  async run(check) {
    await check('a restore to an older state, and a page that was further', older)
  },
}

async function tell(server: ServerProcess, { invitationId, sessionId }: Created, word: string, theirLabel: string) {
  await webhook(
    server,
    guideWebhook(`connections.${word}`, { invitationId, connectionId: sessionId, theirLabel }),
    student,
  )
}

/** The same version again, with other content: whoever resumes after the first must be told of the second. */
async function older() {
  await using server = await startShipped()
  const file = `${server.directory}/data/nelfund-connect.db`
  const session = await createSession(server)
  await tell(server, session, 'request', 'before')
  const db = new Database(file)
  await db.backup(`${server.directory}/copy.db`)
  db.close()
  await tell(server, session, 'response', 'before')
  await tell(server, session, 'active', 'before')
  const seen = (await readEvents(server, session.sessionId, undefined, 1500)).at(-1)
  await server.kill('SIGKILL')
  for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
  copyFileSync(`${server.directory}/copy.db`, file)
  await server.restart()
  await tell(server, session, 'response', 'after')
  await tell(server, session, 'completed', 'after')
  const told = await readEvents(server, session.sessionId, seen?.id, 2500)
  const last = told.at(-1)?.data ?? ''
  return {
    held: last.includes('"status":"completed"'),
    seen: `left at id ${seen?.id}; told then: ${told.length} views${told.length > 0 ? `, the last ${/"status":"\w+"/.exec(last)?.[0]}` : ''}`,
  }
}
