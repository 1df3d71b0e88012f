import { describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../server/db/open-database.ts'
import { findFreeReference } from '../../../server/sessions/free-reference.ts'
import { Reference } from '../../../shared/reference.ts'
import { databases } from '../../support/databases.ts'
import { createTestLog } from '../../support/log.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

describe.each(databases)('on $name', ({ fresh }) => {
  test('each session has a reference that no other has', async () => {
    const databaseUrl = await fresh()
    const server = await startTestServer({ databaseUrl })
    const { reference } = await server.trpc.session.create.mutate({})
    const taken = Reference.parse(reference)
    await server.stop()
    const db = await openDatabase(databaseUrl, createTestLog().logger)
    onTestFinished(() => db.close())
    const drawn = [taken, taken, 'K7M4XQ']
    expect(await db.transaction((tx) => findFreeReference(tx, () => drawn.shift() ?? ''))).toBe('K7M4XQ')
    expect(Reference.parse(await db.transaction((tx) => findFreeReference(tx)))).not.toBe(taken)
  })

  test('how a session ended is told by the view and by every later look at its versions', async () => {
    const databaseUrl = await fresh()
    const server = await startTestServer({ databaseUrl })
    const { trpc } = server
    const cancelled = await trpc.session.create.mutate({})
    expect(cancelled).toMatchObject({ outcome: 'open', registrationNumber: null })
    expect(await trpc.session.cancel.mutate({ sessionId: cancelled.sessionId })).toMatchObject({ outcome: 'cancelled' })
    const declined = await trpc.session.create.mutate({})
    const failed = await trpc.session.create.mutate({})
    const ends = [
      [declined.invitationId, 'connections.abandoned'],
      [failed.invitationId, 'connections.error'],
    ] as const
    for (const [invitationId, topic] of ends) {
      await sendWebhook(server, guideWebhook(topic, { invitationId, connectionId: `of ${topic}` }))
    }
    const views = await Promise.all(
      [cancelled, declined, failed].map(({ sessionId }) => trpc.session.get.query({ sessionId })),
    )
    expect(views.map(({ outcome }) => outcome)).toEqual(['cancelled', 'declined', 'failed'])
    await server.stop()
    const db = await openDatabase(databaseUrl, createTestLog().logger)
    onTestFinished(() => db.close())
    for (const { sessionId, outcome } of views) {
      const versions = await db.views.versionsAfter(sessionId, 0)
      expect(versions.map((version) => version.outcome)).toEqual(['open', outcome])
    }
  })
})
