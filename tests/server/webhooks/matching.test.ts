import { describe, expect, test } from 'vitest'
import { databases } from '../../support/databases.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { guideWebhook, organizationId, platformWebhook, sendWebhook } from '../../support/webhooks.ts'

const stateOf = async ({ trpc }: TestServer, { sessionId }: { sessionId: string }) => {
  const { version, status, credential, proof, connectionId } = await trpc.session.get.query({ sessionId })
  return { version, status, credential, proof, connectionId }
}

describe.each(databases)('on $name', ({ fresh }) => {
  const start = async (variables = {}) => startTestServer({ databaseUrl: await fresh(), variables })

  test('the guide’s example moves the session that was made for the invitation, and binds it', async () => {
    const server = await start()
    const session = await server.trpc.session.create.mutate({})
    const data = { connectionId: 'conn_1', invitationId: session.invitationId, theirLabel: 'Ada’s Wallet' }
    await sendWebhook(server, guideWebhook('connections.active', data))
    expect(await server.trpc.session.get.query({ sessionId: session.sessionId })).toMatchObject({
      version: 2,
      status: 'active',
      connectionId: 'conn_1',
      theirLabel: 'Ada’s Wallet',
    })
  })

  test('once bound, the connection alone is enough', async () => {
    const server = await start()
    const session = await server.trpc.session.create.mutate({})
    await sendWebhook(
      server,
      guideWebhook('connections.active', { connectionId: 'c', invitationId: session.invitationId }),
    )
    await sendWebhook(server, guideWebhook('proofs.verified', { connectionId: 'c' }))
    await sendWebhook(server, guideWebhook('credentials.issued', { connectionId: 'c' }))
    expect(await stateOf(server, session)).toMatchObject({ version: 4, credential: 'issued', proof: 'verified' })
  })

  test('an event never binds a session that is bound to another connection', async () => {
    const server = await start()
    const session = await server.trpc.session.create.mutate({})
    await sendWebhook(
      server,
      guideWebhook('connections.request', { connectionId: 'c', invitationId: session.invitationId }),
    )
    await sendWebhook(
      server,
      guideWebhook('connections.completed', { connectionId: 'x', invitationId: session.invitationId }),
    )
    expect(await stateOf(server, session)).toMatchObject({ version: 2, status: 'request', connectionId: 'c' })
  })

  test('a session is the organization’s that it was made for, whoever may send later', async () => {
    const databaseUrl = await fresh()
    const ours = await startTestServer({ databaseUrl, variables: { ORGANIZATION_ID: organizationId } })
    const session = await ours.trpc.session.create.mutate({})
    await ours.stop()
    const elsewhere = await startTestServer({ databaseUrl })
    const event = guideWebhook('connections.completed', { connectionId: 'c', invitationId: session.invitationId })
    const other = { ...event, webhookId: 'theirs', organizationId: 'another-organization' }
    expect((await sendWebhook(elsewhere, other)).status).toBe(200)
    expect(await stateOf(elsewhere, session)).toMatchObject({ version: 1, status: 'invitation' })
    await sendWebhook(elsewhere, event)
    expect(await stateOf(elsewhere, session)).toMatchObject({ version: 2, status: 'completed' })
  })

  test('never by guess: what names no session changes none', async () => {
    const server = await start()
    const session = await server.trpc.session.create.mutate({})
    await sendWebhook(server, guideWebhook('connections.completed', {}))
    await sendWebhook(
      server,
      guideWebhook('connections.completed', { connectionId: session.sessionId, invitationId: 'x' }),
    )
    await sendWebhook(server, platformWebhook('Connection', { state: 'completed' }))
    expect(await stateOf(server, session)).toMatchObject({ version: 1, status: 'invitation' })
  })

  test('credentials and proofs wait until the connection is up, and are then applied', async () => {
    const server = await start()
    const session = await server.trpc.session.create.mutate({})
    const both = { connectionId: 'c', invitationId: session.invitationId }
    await sendWebhook(server, guideWebhook('connections.request', both))
    await sendWebhook(server, guideWebhook('proofs.verified', { connectionId: 'c' }))
    await sendWebhook(server, guideWebhook('credentials.offer', { connectionId: 'c' }))
    expect(await stateOf(server, session)).toMatchObject({ version: 2, proof: 'idle', credential: 'idle' })
    await sendWebhook(server, guideWebhook('connections.completed', both))
    expect(await stateOf(server, session)).toMatchObject({ version: 5, proof: 'verified', credential: 'offer' })
  })

  test('events that came before the binding are applied when a later one brings it', async () => {
    const server = await start()
    const session = await server.trpc.session.create.mutate({})
    await sendWebhook(server, guideWebhook('proofs.request', { connectionId: 'c' }))
    await sendWebhook(server, guideWebhook('connections.active', { connectionId: 'c' }))
    expect(await stateOf(server, session)).toMatchObject({ version: 1 })
    await sendWebhook(
      server,
      guideWebhook('connections.invitation', { connectionId: 'c', invitationId: session.invitationId }),
    )
    expect(await stateOf(server, session)).toMatchObject({ status: 'active', proof: 'request', connectionId: 'c' })
  })

  test('one binding leads to the next: parked events are applied again as long as that helps', async () => {
    const server = await start()
    const session = await server.trpc.session.create.mutate({})
    await sendWebhook(server, guideWebhook('credentials.issued', { connectionId: 'c' }))
    await sendWebhook(server, guideWebhook('proofs.request', { connectionId: 'c', invitationId: session.invitationId }))
    await sendWebhook(server, guideWebhook('connections.active', { invitationId: session.invitationId }))
    expect(await stateOf(server, session)).toMatchObject({
      status: 'active',
      proof: 'request',
      credential: 'issued',
      connectionId: 'c',
    })
  })

  test('the platform’s records move a session through the whole registration', async () => {
    const server = await start()
    const session = await server.trpc.session.create.mutate({})
    const connection = { id: 'record', outOfBandId: session.invitationId, theirLabel: 'Ada' }
    const states = []
    for (const [type, record] of [
      ['Connection', { ...connection, state: 'request-received' }],
      ['Connection', { ...connection, state: 'response-sent' }],
      ['Connection', { ...connection, state: 'completed' }],
      ['Connection', { id: 'p', connectionId: 'record', role: 'verifier', state: 'request-sent' }],
      ['Proof', { id: 'p', connectionId: 'record', state: 'presentation-received', isVerified: true }],
      ['Credential', { id: 'k', connectionId: 'record', state: 'offer-sent' }],
      ['Credential', { id: 'k', connectionId: 'record', state: 'done' }],
    ] as const) {
      expect((await sendWebhook(server, platformWebhook(type, record))).status).toBe(200)
      const { status, proof, credential } = await stateOf(server, session)
      states.push([status, proof, credential].join(' '))
    }
    expect(states).toEqual([
      'request idle idle',
      'response idle idle',
      'completed idle idle',
      'completed request idle',
      'completed verified idle',
      'completed verified offer',
      'completed verified issued',
    ])
    expect((await stateOf(server, session)).version).toBe(9)
  })

  test('a timestamp that says nothing is no reason to lose a webhook', async () => {
    const server = await start()
    for (const timestamp of [
      'yesterday',
      '',
      '-271821-04-20T00:00:00.000Z',
      '+275760-09-13T00:00:00.000Z',
      'x'.repeat(255),
    ]) {
      const answer = await sendWebhook(server, {
        ...guideWebhook('connections.active', { connectionId: 'c' }),
        timestamp,
      })
      expect(answer.status).toBe(200)
    }
  })

  test('odd topics are stored, answered and change nothing', async () => {
    const server = await start()
    const session = await server.trpc.session.create.mutate({})
    const { invitationId } = session
    for (const topic of [
      '__proto__',
      'constructor',
      'xstate.stop',
      'xstate.init',
      'session.expired',
      'session.cancelled',
    ]) {
      const body = { ...guideWebhook(topic, {}), data: { invitationId, state: '__proto__' } }
      expect((await sendWebhook(server, body)).status).toBe(200)
      expect((await sendWebhook(server, body)).body.duplicate).toBe(true)
    }
    expect(await stateOf(server, session)).toMatchObject({ version: 1, status: 'invitation' })
  })
})
