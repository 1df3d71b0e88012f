import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Simulated, startSimulated, webhookSecret } from './simulated.ts'
import { startReceiver, type WebhookReceiver } from './webhook-receiver.ts'

let receiver: WebhookReceiver
let simulated: Simulated

beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(async () => {
  await simulated.close()
  await receiver.close()
})

test('a student registers, told in the words of the guide', async () => {
  simulated = await startSimulated({ webhookUrl: () => receiver.url })
  const { platform, wallet } = simulated
  const { invitationId, invitationUrl: invitation } = await platform.createInvitation()

  expect((await wallet('/invitations', { invitation })).body).toEqual({
    label: 'NELFUND',
    state: 'invitation',
    walletConnectionId: null,
  })
  const accepted = await wallet('/connections', { invitation })
  expect(accepted).toMatchObject({ status: 201, body: { label: 'NELFUND', state: 'completed', proofRequest: null } })
  const at = `/connections/${accepted.body.walletConnectionId}`
  const handshake = await receiver.first(4)
  expect(handshake.map(({ body }) => body.topic)).toEqual([
    'connections.request',
    'connections.response',
    'connections.active',
    'connections.completed',
  ])
  expect(handshake[2]).toMatchObject({
    key: webhookSecret,
    body: {
      webhookId: expect.stringMatching(/^wh_/),
      timestamp: expect.stringMatching(/Z$/),
      organizationId: 'org-1',
      agentId: 'agent_simulator',
      data: {
        state: 'active',
        invitationId,
        theirDid: expect.stringMatching(/^did:key:z6Mk/),
        theirLabel: 'Simulated wallet',
      },
    },
  })
  expect(new Set(handshake.map(({ body }) => body.webhookId)).size).toBe(4)
  const connectionId = String(handshake[0]?.body.data.connectionId)
  expect(await simulated.organization(`/connections/${connectionId}`)).toMatchObject({ data: { state: 'completed' } })

  const proofId = await platform.requestProof({ connectionId, requestType: 'registration' })
  expect((await wallet(at)).body.proofRequest).toEqual([
    { name: 'matriculationNumber', value: 'UNILAG/2023/045123' },
    { name: 'institution', value: 'University of Lagos' },
    { name: 'fullName', value: 'Adaeze Okafor' },
  ])
  expect((await wallet(`${at}/share`, {})).body).toMatchObject({ proofRequest: null })

  const credentialId = await platform.offerCredential({ connectionId, attributes: {} })
  expect((await wallet(at)).body.credentialOffer).toContainEqual({ name: 'programme', value: 'NELFUND Student Loan' })
  const received = await wallet(`${at}/receive`, {})
  expect(received.body).toMatchObject({
    credentialOffer: null,
    history: [{ text: 'Connected to NELFUND' }, { text: 'Shared your details' }, { text: 'Received the credential' }],
  })

  const exchanges = (await receiver.first(10)).slice(4)
  expect(
    exchanges.map(({ body: { topic, data } }) => [topic, data.connectionId, data.proofId ?? data.credentialId]),
  ).toEqual([
    ['proofs.request', connectionId, proofId],
    ['proofs.presentation', connectionId, proofId],
    ['proofs.verified', connectionId, proofId],
    ['credentials.offer', connectionId, credentialId],
    ['credentials.request', connectionId, credentialId],
    ['credentials.issued', connectionId, credentialId],
  ])
})

test('a student registers, told as the platform was recorded', async () => {
  simulated = await startSimulated({ webhookUrl: () => receiver.url, dialect: 'platform' })
  const { platform, wallet } = simulated
  const { invitationId, invitationUrl: invitation } = await platform.createInvitation()
  const { walletConnectionId } = (await wallet('/connections', { invitation })).body
  const [first] = await receiver.first(3)
  expect(first?.body).toMatchObject({
    type: 'Connection',
    orgId: 'org-1',
    clientContext: {},
    data: {
      state: 'request-received',
      role: 'responder',
      outOfBandId: invitationId,
      theirLabel: 'Simulated wallet',
      _tags: { outOfBandId: invitationId, state: 'invitation-sent' },
    },
  })
  expect(Object.keys(first?.body ?? {})).not.toContain('webhookId')
  expect(Object.keys(first?.body.data ?? {})).not.toContain('connectionId')

  const connectionId = String(first?.body.data.id)
  const proofId = await platform.requestProof({ connectionId, requestType: 'registration' })
  await wallet(`/connections/${walletConnectionId}/share`, {})
  const credentialId = await platform.offerCredential({ connectionId, attributes: {} })
  await wallet(`/connections/${walletConnectionId}/receive`, {})
  const told = (await receiver.first(9)).map(({ body: { type, data } }) => [type, data.id, data.state, data.isVerified])
  expect(told).toEqual([
    ['Connection', connectionId, 'request-received', undefined],
    ['Connection', connectionId, 'response-sent', undefined],
    ['Connection', connectionId, 'completed', undefined],
    ['ProofRequest', proofId, 'request-sent', undefined],
    ['Proof', proofId, 'presentation-received', undefined],
    ['Proof', proofId, 'done', true],
    ['Credential', credentialId, 'offer-sent', undefined],
    ['Credential', credentialId, 'request-received', undefined],
    ['Credential', credentialId, 'credential-issued', undefined],
  ])
  expect(receiver.received[8]?.body.data).toMatchObject({ connectionId, _tags: { state: 'request-received' } })
})

test.each([
  ['guide', ['proofs.declined', 'credentials.declined']],
  ['platform', ['abandoned', 'abandoned']],
] as const)('a student declines what is asked and what is offered (%s)', async (dialect, words) => {
  simulated = await startSimulated({ webhookUrl: () => receiver.url, dialect })
  const { platform, wallet } = simulated
  const { invitationUrl: invitation } = await platform.createInvitation()
  const { walletConnectionId } = (await wallet('/connections', { invitation })).body
  const [first] = await receiver.first(1)
  const connectionId = String(first?.body.data.connectionId ?? first?.body.data.id)
  await platform.requestProof({ connectionId, requestType: 'registration' })
  await wallet(`/connections/${walletConnectionId}/decline-proof`, {})
  await platform.offerCredential({ connectionId, attributes: {} })
  await wallet(`/connections/${walletConnectionId}/decline-offer`, {})
  const steps = dialect === 'guide' ? 4 : 3
  const told = (await receiver.first(steps + 4)).map(({ body }) => body.topic ?? body.data.state)
  expect([told[steps + 1], told[steps + 3]]).toEqual(words)
})

test('accepting twice, by link and by JSON, is accepting once', async () => {
  simulated = await startSimulated({ webhookUrl: () => receiver.url })
  const { platform, wallet } = simulated
  const { invitationUrl } = await platform.createInvitation()
  const oob = new URL(invitationUrl).searchParams.get('oob') ?? ''
  const json: unknown = JSON.parse(Buffer.from(oob, 'base64url').toString())
  const ids = []
  for (const invitation of [invitationUrl, `didcomm://invite?oob=${oob}`, JSON.stringify(json), json])
    ids.push((await wallet('/connections', { invitation })).body.walletConnectionId)
  expect(new Set(ids).size).toBe(1)

  const other = await platform.createInvitation()
  await wallet('/decline-invitation', { invitation: other.invitationUrl })
  const topics = (await receiver.first(5)).map(({ body }) => body.topic)
  expect(topics.filter((topic) => topic === 'connections.request')).toHaveLength(1)
})

test('a declined invitation is abandoned and cannot be accepted any more', async () => {
  simulated = await startSimulated({ webhookUrl: () => receiver.url })
  const { platform, wallet } = simulated
  const { invitationId, invitationUrl: invitation } = await platform.createInvitation()
  expect((await wallet('/decline-invitation', { invitation })).body).toMatchObject({ state: 'abandoned' })
  expect((await receiver.first(1))[0]?.body).toMatchObject({
    topic: 'connections.abandoned',
    data: { state: 'abandoned', invitationId },
  })
  expect(await wallet('/connections', { invitation })).toEqual({
    status: 400,
    body: { error: 'This invitation was declined' },
  })
})

test('a silent wallet sends nothing until it acts again', async () => {
  simulated = await startSimulated({ webhookUrl: () => receiver.url })
  const { platform, wallet } = simulated
  const { invitationUrl: invitation } = await platform.createInvitation()
  const at = `/connections/${(await wallet('/connections', { invitation })).body.walletConnectionId}`
  expect((await wallet(`${at}/go-silent`, {})).body).toMatchObject({ silent: true })
  const connectionId = String((await receiver.first(4))[0]?.body.data.connectionId)
  await platform.requestProof({ connectionId, requestType: 'registration' })
  expect((await wallet(at)).body).toMatchObject({ silent: true, proofRequest: [{}, {}, {}] })
  expect((await wallet(`${at}/share`, {})).body).toMatchObject({ silent: false })
  expect((await receiver.first(7))[6]?.body.topic).toBe('proofs.verified')
})
