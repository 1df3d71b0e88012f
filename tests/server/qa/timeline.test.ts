import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkHistory } from '../../../shared/check-history.ts'
import { databases } from '../../support/databases.ts'
import { asOperator } from '../../support/operator.ts'
import { startTestServer } from '../../support/test-server.ts'
import { guideWebhook, platformWebhook, sendWebhook } from '../../support/webhooks.ts'

describe.each(databases)('qa.timeline, on $name', ({ fresh }) => {
  const start = async (now?: () => Date) => {
    const server = await startTestServer({ databaseUrl: await fresh(), ...(now && { now }) })
    const { sessionId, invitationId } = await server.trpc.session.create.mutate({})
    const keys = { invitationId, connectionId: randomUUID() }
    const send = (topic: string, data: object = keys) => sendWebhook(server, guideWebhook(topic, { ...data }))
    const read = () => asOperator(server).qa.timeline.query({ sessionId })
    const told = async () =>
      (await read()).entries.map(
        ({ topic, cause, outcome, version, after }) =>
          `${topic ?? cause} ${outcome} ${version ?? '-'} ${after?.status} ${after?.credential} ${after?.proof}`,
      )
    return { server, sessionId, keys, send, read, told }
  }

  test('tells every webhook, also those that changed nothing, in the order in which they took effect', async () => {
    const { keys, send, told, read } = await start()
    await send('credentials.offer')
    await send('connections.request')
    await send('connections.active')
    await send('connections.response')
    await send('connections.greeting')
    await send('connections.request', { invitationId: keys.invitationId, connectionId: randomUUID() })
    await send('proofs.verified')
    expect(await told()).toEqual([
      'created applied 1 invitation idle idle',
      'connections.request applied 2 request idle idle',
      'connections.active applied 3 active idle idle',
      'credentials.offer applied 4 active offer idle',
      'connections.response stale - active offer idle',
      'connections.greeting ignored - active offer idle',
      'connections.request unmatched - active offer idle',
      'proofs.verified applied 5 active offer verified',
    ])
    const { entries } = await read()
    const offer = entries[3]
    expect(Date.parse(offer?.receivedAt ?? '')).toBeLessThan(Date.parse(offer?.at ?? ''))
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
    expect(entries.slice(1).map(({ before }) => before)).toEqual(entries.slice(0, -1).map(({ after }) => after))
  })

  test('keeps the order of webhooks that one transaction stored', async () => {
    const { send, told } = await start()
    await Promise.all(
      ['connections.request', 'connections.request', 'connections.active', 'connections.active'].map((topic) =>
        send(topic),
      ),
    )
    const entries = await told()
    expect(entries.at(-1)).toMatch(/^connections\.\w+ (applied|stale) (\d|-) active idle idle$/)
    expect(entries).toHaveLength(5)
  })

  test('tells of one webhook with two steps twice', async () => {
    const { server, keys, send, told } = await start()
    await send('connections.active')
    const record = { state: 'presentation-received', isVerified: true, connectionId: keys.connectionId }
    await sendWebhook(server, platformWebhook('Proof', record))
    expect((await told()).slice(2)).toEqual([
      'proofs.verified applied 3 active idle presentation',
      'proofs.verified applied 4 active idle verified',
    ])
  })

  test('tells what each webhook said, whatever its topic; a history of it is exact', async () => {
    const { server, keys, send, read } = await start()
    const record = (state: string, more?: object) => ({ state, connectionId: keys.connectionId, ...more })
    await send('connections.request', { ...keys, state: 'active' })
    await send('connections.completed', { ...keys, state: 'response' })
    await send('connections.active', { ...keys, state: 'invitation' })
    await sendWebhook(server, platformWebhook('Proof', record('presentation-received', { isVerified: true })))
    await sendWebhook(server, platformWebhook('ProofRequest', record('done', { isVerified: false })))
    await sendWebhook(server, platformWebhook('Connection', record('active')))
    const { entries } = await read()
    expect(entries.map(({ topic, events, outcome }) => `${topic} ${events} ${outcome}`)).toEqual([
      'null undefined applied',
      'connections.request connection.active applied',
      'connections.completed connection.response stale',
      'connections.active  stale',
      'proofs.verified proof.presentation,proof.verified applied',
      'proofs.verified proof.presentation,proof.verified applied',
      'proofs.failed proof.failed stale',
      'connections.active  ignored',
    ])
    expect(checkHistory(entries)).toEqual([])
    expect((await read()).entries).toEqual(entries) // what was read once is not read again
  })

  test('tells what no webhook caused: time', async () => {
    let offsetMs = 0
    const { told } = await start(() => new Date(Date.now() + offsetMs))
    offsetMs = 3_600_000
    await expect.poll(told).toEqual(['created applied 1 invitation idle idle', 'expiry applied 2 abandoned idle idle'])
  })

  test('tells who ended it', async () => {
    const { server, sessionId, told } = await start()
    await server.trpc.session.cancel.mutate({ sessionId })
    expect((await told()).at(-1)).toBe('cancel applied 2 abandoned idle idle')
  })

  test('holds no personal data', async () => {
    const { keys, send, read } = await start()
    await send('connections.request', { ...keys, theirLabel: 'Ada of Lagos', theirDid: 'did:peer:2.Vz6Mk' })
    expect(JSON.stringify(await read())).not.toMatch(/Ada|did:/)
  })

  test('of an unknown session is NOT_FOUND', async () => {
    const { server } = await start()
    await expect(asOperator(server).qa.timeline.query({ sessionId: randomUUID() })).rejects.toMatchObject({
      data: { code: 'NOT_FOUND' },
    })
  })
})

test('is for operators alone', async () => {
  const server = await startTestServer()
  const { sessionId } = await server.trpc.session.create.mutate({})
  const calls = [
    server.trpc.qa.timeline.query({ sessionId }),
    server.trpc.qa.coverage.query(),
    server.trpc.qa.send.mutate({ sessionId, event: 'connections.request' }),
  ]
  for (const call of await Promise.allSettled(calls)) {
    expect(call).toMatchObject({ status: 'rejected', reason: { data: { code: 'UNAUTHORIZED' } } })
  }
  expect(await server.trpc.session.get.query({ sessionId })).toMatchObject({ version: 1 })
})
