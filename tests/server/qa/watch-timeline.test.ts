import { randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { databases, freshPostgres } from '../../support/databases.ts'
import { readStream } from '../../support/read-stream.ts'
import { adminToken } from '../../support/secrets.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const bearer = { Authorization: `Bearer ${adminToken}` }

/** Counts how often the stream has said that there is something to read. */
function watchTimeline(server: TestServer, sessionId: string) {
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  const input = encodeURIComponent(JSON.stringify({ sessionId }))
  const marks: unknown[] = []
  const options = { signal: abort.signal, headers: bearer }
  const ended = readStream(`${server.url}/trpc/qa.watchTimeline?input=${input}`, options, (mark) => marks.push(mark))
  ended.catch(() => undefined)
  return { marks, ended }
}

describe.each(databases)('qa.watchTimeline, on $name', ({ fresh }) => {
  test('tells at once of a webhook that moved nothing, as of one that did, and of none twice', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
    const keys = { invitationId, connectionId: randomUUID() }
    const { marks } = watchTimeline(server, sessionId)
    await expect.poll(() => marks.length).toBe(1)
    const webhooks = {
      unmatched: guideWebhook('proofs.request', keys),
      applied: guideWebhook('connections.request', keys),
      stale: guideWebhook('connections.request', keys),
      ignored: guideWebhook('connections.greeting', keys),
      'of another wallet': guideWebhook('connections.active', { invitationId, connectionId: randomUUID() }),
    }
    let told = 1
    for (const [name, webhook] of Object.entries(webhooks)) {
      await sendWebhook(server, webhook)
      await expect.poll(() => marks.length, { message: name }).toBe(++told)
    }
    await sendWebhook(server, webhooks.stale)
    await sendWebhook(server, guideWebhook('connections.request', { connectionId: randomUUID() }))
    await sendWebhook(server, guideWebhook('connections.response', keys))
    await expect.poll(() => marks.length).toBe(++told)
    expect(new Set(marks).size).toBe(told)
  })

  test('of an unknown session ends', async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const { marks, ended } = watchTimeline(server, randomUUID())
    await ended
    expect(marks).toEqual([])
  })
})

test('is for operators alone', async () => {
  const server = await startTestServer()
  const { sessionId } = await server.trpc.session.create.mutate({})
  const input = encodeURIComponent(JSON.stringify({ sessionId }))
  expect((await fetch(`${server.url}/trpc/qa.watchTimeline?input=${input}`)).status).toBe(401)
})

test('tells of what another process on the database has stored', async () => {
  const databaseUrl = await freshPostgres()
  const server = await startTestServer({ databaseUrl })
  const other = await startTestServer({ databaseUrl })
  const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
  const { marks } = watchTimeline(server, sessionId)
  await expect.poll(() => marks.length).toBe(1)
  await sendWebhook(other, guideWebhook('connections.greeting', { invitationId }))
  await expect.poll(() => marks.length, { timeout: 60_000 }).toBe(2)
})
