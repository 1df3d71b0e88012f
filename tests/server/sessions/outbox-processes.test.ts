import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../server/db/open-database.ts'
import { createSession } from '../../../server/sessions/create-session.ts'
import { startDispatcher } from '../../../server/sessions/dispatcher.ts'
import { createInbox } from '../../../server/webhooks/inbox.ts'
import { freshPostgres } from '../../support/databases.ts'
import { toEvent } from '../../support/to-event.ts'
import { guideWebhook } from '../../support/webhooks.ts'
import { createRecordingPlatform, nobody, setUp } from './recording-platform.ts'

test('of two processes on one database only one asks', async () => {
  const url = await freshPostgres()
  const platform = createRecordingPlatform()
  const one = await setUp(url, platform)
  const db = await openDatabase(url, one.log)
  onTestFinished(() => db.close())
  const dispatchers = [startDispatcher(one.ctx), startDispatcher({ ...one.ctx, db })]
  onTestFinished(async () => {
    await Promise.all(dispatchers.map(({ stop }) => stop()))
  })
  const inbox = createInbox({ ...one.ctx, observer: { stored: () => {}, committed: () => {} } })
  const students = Array.from({ length: 60 }, (_, index) => `student ${index}`)
  for (const student of students) {
    const made = { createInvitation: async () => ({ invitationId: student, invitationUrl: 'https://x' }) }
    await createSession({ ...one.ctx, platform: made }, 'registration', nobody)
    await inbox.store(
      toEvent(guideWebhook('connections.completed', { invitationId: student, connectionId: student }, student)),
    )
    one.bus.publish([], true)
  }
  await expect.poll(async () => (await one.commands()).filter(({ outcome }) => outcome === 'answered').length).toBe(60)
  expect(platform.made.proof).toHaveLength(60)
})

test('a session that another process is writing to holds up no other’s answer', async () => {
  const url = await freshPostgres()
  const platform = createRecordingPlatform()
  const { ctx, log, commands } = await setUp(url, platform)
  const db = await openDatabase(url, log)
  onTestFinished(() => db.close())
  const inbox = createInbox({ ...ctx, observer: { stored: () => {}, committed: () => {} } })
  const create = async (student: string) => {
    const made = { createInvitation: async () => ({ invitationId: student, invitationUrl: 'https://x' }) }
    return (await createSession({ ...ctx, platform: made }, 'registration', nobody)).sessionId
  }
  const connected = (student: string) =>
    toEvent(guideWebhook('connections.completed', { invitationId: student, connectionId: student }, student))
  const held = await create('held')
  await create('free')
  await Promise.all([inbox.store(connected('held')), inbox.store(connected('free'))])
  const release = Promise.withResolvers<void>()
  const isHeld = Promise.withResolvers<void>()
  const writing = db.transaction(async (tx) => {
    await tx.sessionsById([held])
    isHeld.resolve()
    await release.promise
  })
  await isHeld.promise
  const dispatcher = startDispatcher(ctx)
  onTestFinished(dispatcher.stop)
  const outcomes = async () => (await commands()).map(({ outcome }) => outcome).sort()
  await expect.poll(outcomes).toEqual(['answered', 'calling'])
  release.resolve()
  await writing
  await expect.poll(outcomes).toEqual(['answered', 'answered'])
  expect(platform.made.proof).toHaveLength(2)
})
