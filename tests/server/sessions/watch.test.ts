import { describe, expect, test } from 'vitest'
import { databases } from '../../support/databases.ts'
import { startTestServer } from '../../support/test-server.ts'
import { watchSession } from '../../support/watcher.ts'
import { guideWebhook, sendWebhook } from '../../support/webhooks.ts'

const topics = ['request', 'response', 'active', 'completed'].map((word) => `connections.${word}`)

describe.each(databases)('session.watch, on $name', ({ fresh }) => {
  const start = async () => {
    const server = await startTestServer({ databaseUrl: await fresh() })
    const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
    const send = (topic: string) => sendWebhook(server, guideWebhook(topic, { invitationId, connectionId: sessionId }))
    return { server, sessionId, send }
  }

  test('resumes after any version, with nothing lost and nothing twice', async () => {
    const { server, sessionId, send } = await start()
    for (const topic of topics) await send(topic)
    for (const last of [1, 2, 3, 4]) {
      const watcher = watchSession(server, sessionId, last)
      const views = await watcher.until((seen) => seen.at(-1)?.version === 5)
      expect(views.map(({ version }) => version)).toEqual([2, 3, 4, 5].slice(last - 1))
      watcher.cut()
    }
    const upToDate = watchSession(server, sessionId, 5)
    await send('proofs.request')
    expect((await upToDate.until((seen) => seen.length > 0)).map(({ version }) => version)).toEqual([6])
  })

  test('each version carries the state that it had', async () => {
    const { server, sessionId, send } = await start()
    for (const topic of [...topics, 'proofs.request', 'proofs.verified', 'credentials.issued']) await send(topic)
    const watcher = watchSession(server, sessionId, 1)
    const views = await watcher.until((seen) => seen.at(-1)?.version === 8)
    expect(views.map(({ status, proof, credential }) => `${status} ${proof} ${credential}`)).toEqual([
      'request idle idle',
      'response idle idle',
      'active idle idle',
      'completed idle idle',
      'completed request idle',
      'completed verified idle',
      'completed verified issued',
    ])
    expect(views.at(-1)).toEqual(await server.trpc.session.get.query({ sessionId }))
  })

  test('fifty watchers, each cut and resumed again and again, all see every version once and in order', async () => {
    const { server, sessionId, send } = await start()
    const watchAll = async () => {
      const seen: number[] = []
      while (seen.at(-1) !== 8) {
        const watcher = watchSession(server, sessionId, seen.at(-1))
        await watcher.until((views) => views.length > 0)
        watcher.cut()
        seen.push(...watcher.views.map(({ version }) => version))
      }
      return seen
    }
    const watchers = Array.from({ length: 50 }, watchAll)
    for (const topic of [...topics, 'proofs.request', 'proofs.verified', 'credentials.issued']) await send(topic)
    for (const seen of await Promise.all(watchers)) {
      expect(seen).toEqual(Array.from({ length: 9 - (seen[0] ?? 0) }, (_, index) => (seen[0] ?? 0) + index))
    }
  })

  test('a last event id from nowhere brings the current view', async () => {
    const { server, sessionId } = await start()
    for (const last of [0, -1, 99, 1.5, Number.NaN]) {
      const watcher = watchSession(server, sessionId, last)
      expect(await watcher.until((views) => views.length > 0)).toMatchObject([{ version: 1 }])
      watcher.cut()
    }
  })

  test('a label with line breaks and frames in it stays a label', async () => {
    const { server, sessionId } = await start()
    const { invitationId } = await server.trpc.session.get.query({ sessionId })
    const watcher = watchSession(server, sessionId)
    await watcher.until((views) => views.length === 1)
    const theirLabel = 'Ada\n\nid: 99\ndata: {"version":99}\r\n\r\n<img src=x onerror=alert(1)>'
    await sendWebhook(server, guideWebhook('connections.request', { invitationId, theirLabel }))
    const views = await watcher.until((seen) => seen.length === 2)
    expect(views[1]).toMatchObject({
      version: 2,
      theirLabel: 'Ada id: 99 data: {"version":99} <img src=x onerror=alert(1)>',
    })
  })

  test('is not for those who guess: another session’s events never show', async () => {
    const { server, sessionId, send } = await start()
    const other = await server.trpc.session.create.mutate({})
    const watcher = watchSession(server, other.sessionId)
    await watcher.until((views) => views.length === 1)
    await send('connections.request')
    await server.trpc.session.cancel.mutate({ sessionId: other.sessionId })
    await watcher.ended
    expect(watcher.views.map((view) => view.sessionId)).not.toContain(sessionId)
  })
})

test('stopping the server cuts the streams, and answers within five seconds', async () => {
  const server = await startTestServer()
  const { sessionId } = await server.trpc.session.create.mutate({})
  const watchers = Array.from({ length: 20 }, () => watchSession(server, sessionId))
  await Promise.all(watchers.map((watcher) => watcher.until((views) => views.length === 1)))
  const started = performance.now()
  await server.stop()
  expect(performance.now() - started).toBeLessThan(5000)
  await Promise.all(watchers.map(({ ended }) => ended))
})
