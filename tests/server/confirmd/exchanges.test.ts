import { expect, test } from 'vitest'
import { readConfig } from '../../../server/confirmd/confirmd-config.ts'
import { listen } from '../simulator/listen.ts'
import { type Reply, reply } from './stub-platform.ts'
import { failureOf, stubbed } from './stubbed.ts'

const config = readConfig(undefined, { offered: 'registration-def', asked: 'student-card-def' })
const now = () => new Date('2026-03-01T10:00:00Z')
const connectionId = '6a1f0000-0000-4000-8000-000000000001'
const ask = { connectionId, requestType: 'registration' } as const
const registrationNumber = 'NELFUND-0123456789AB'
const offer = { connectionId, registrationNumber, attributes: { surname: 'Okafor', matric_number: 'M/1' } }
const proof = { proofId: 'proof-1', requestType: 'authentication' } as const

const talk = (api: Reply) => stubbed(api, { config, now })

test.each([
  [{ proofId: 'p-1', id: 'row' }, 'p-1'],
  [{ id: 'p-2', state: 'request-sent' }, 'p-2'],
])('a proof is asked for attribute by attribute, each of one definition, and %j is its record', async (data, id) => {
  const { stub, platform } = await talk(() => reply(201, data))
  expect(await platform.requestProof(ask)).toBe(id)
  const [call] = stub.calls
  expect([call?.method, call?.path]).toEqual(['POST', '/orgs/org-1/proofs?requestType=indy'])
  const attribute = (attributeName: string) => ({ attributeName, credDefId: 'student-card-def' })
  expect(JSON.parse(call?.body ?? '')).toEqual({
    connectionId,
    comment: 'NELFUND asks for your student details',
    autoAcceptProof: 'never',
    proofFormats: { indy: { attributes: ['surname', 'othernames', 'matric_number', 'school_name'].map(attribute) } },
  })
})

test('a presentation is verified by one bodyless call, whatever else it answers', async () => {
  const { stub, platform } = await talk(() => new Response('', { status: 201 }))
  await platform.verifyPresentation('proof-1')
  expect(stub.calls).toMatchObject([{ method: 'POST', path: '/orgs/org-1/proofs/proof-1/verify', body: '' }])
})

const shown = (name: string, value: unknown, credDefId: string | null = 'registration-def') => ({
  [name]: value,
  schemaId: 'schema',
  credDefId,
})

const rest = [shown('surname', 'Okafor'), shown('registrationNumber', registrationNumber)]

test('verified values come as text or raw, one object each; what was not asked for is left out', async () => {
  const data = [
    shown('matric_number', { raw: 'M/1', encoded: '99' }),
    shown('surname', 'Okafor'),
    shown('registrationNumber', registrationNumber),
    shown('nin', '1'),
  ]
  const { stub, platform } = await talk(() => reply(200, data))
  expect(await platform.verifiedAttributes(proof)).toEqual({
    registrationNumber,
    matric_number: 'M/1',
    surname: 'Okafor',
  })
  expect(stub.calls).toMatchObject([{ method: 'GET', path: '/orgs/org-1/verified-proofs/proof-1' }])
})

test.each([
  ['from another definition', [...rest, shown('matric_number', 'M/1', 'forged-def')]],
  ['missing', rest],
  ['empty', [...rest, shown('matric_number', { raw: '' })]],
])('a value that is %s is refused', async (_what, data) => {
  const { platform } = await talk(() => reply(200, data))
  expect(await failureOf(platform.verifiedAttributes(proof))).toMatchObject({
    effect: 'refused',
    message: expect.stringContaining('matric_number'),
  })
})

test('a credential is offered with verified values, as text', async () => {
  const { stub, platform } = await talk(() => reply(201, [{ statusCode: 201, message: 'ok', data: { id: 'cred-1' } }]))
  expect(await platform.offerCredential(offer)).toBe('cred-1')
  const [call] = stub.calls
  expect([call?.method, call?.path]).toEqual(['POST', '/orgs/org-1/credentials/offer?credentialType=indy'])
  expect(JSON.parse(call?.body ?? '')).toEqual({
    credentialDefinitionId: 'registration-def',
    comment: 'Your NELFUND registration',
    credentialData: [
      {
        connectionId,
        attributes: [
          { name: 'registrationNumber', value: registrationNumber },
          { name: 'programme', value: 'NELFUND Student Loan' },
          { name: 'registeredOn', value: '2026-03-01' },
          { name: 'surname', value: 'Okafor' },
          { name: 'matric_number', value: 'M/1' },
        ],
      },
    ],
  })
})

test('nothing is offered without a verified value that belongs into it', async () => {
  const { stub, platform } = await talk(() => reply(201, []))
  const failure = await failureOf(platform.offerCredential({ ...offer, attributes: { surname: 'Okafor' } }))
  expect(failure).toMatchObject({ effect: 'refused', message: expect.stringContaining('matric_number') })
  expect(stub.calls).toEqual([])
})

const refused = { statusCode: 400, message: ['value must be a string'], error: 'Bad Request' }
const broken = { statusCode: 500, message: 'agent is away' }
const json = (status: number, data: unknown) => () => reply(status, data, 'Unable to create offer')

test.each<[string, Reply, string, string | null]>([
  ['an item of 400 in a 201', json(201, [refused]), 'refused', 'value must be a string'],
  ['an item of 400 in a 206', json(206, [refused]), 'refused', 'value must be a string'],
  ['an item of 500 in a 206', json(206, [broken]), 'unknown', 'agent is away'],
  ['a 400 whose item was refused', json(400, [refused]), 'refused', 'value must be a string'],
  ['a 400 whose item broke off', json(400, [broken]), 'unknown', 'agent is away'],
  ['a 400 with reasons', () => reply(400, undefined, ['a', 'b']), 'refused', 'a; b'],
  ['a 201 without an id', json(201, [{ statusCode: 201, data: {} }]), 'unknown', null],
  ['a 201 that is no JSON', () => new Response('<html>', { status: 201 }), 'unknown', null],
  ['a 500', json(500, null), 'unknown', 'Unable to create offer'],
  ['a 503', json(503, null), 'unknown', 'Unable to create offer'],
  ['a 503 that says when', () => new Response('', { status: 503, headers: { 'retry-after': '3' } }), 'none', null],
  ['a 429', json(429, null), 'none', 'Unable to create offer'],
  ['a 401 to a fresh token', json(401, null), 'none', 'Unable to create offer'],
  ['a connection that breaks', () => new Response(brokenBody(), { status: 201 }), 'unknown', null],
])('an offer that gets %s is told by its effect, and is not sent again', async (what, api, effect, platformMessage) => {
  const { stub, platform } = await talk(api)
  expect(await failureOf(platform.offerCredential(offer))).toMatchObject({
    code: 'PLATFORM_FAILED',
    effect,
    platformMessage,
  })
  expect(stub.calls).toHaveLength(what.includes('401') ? 2 : 1)
})

function brokenBody() {
  return new ReadableStream({
    pull(controller) {
      controller.error(new Error('gone'))
    },
  })
}

test('an offer that nobody answers in time may have been made; one that reaches nobody was not', async () => {
  const slow = await stubbed(() => new Promise<Response>(() => {}), { config, timeoutMs: 1000 })
  expect(await failureOf(slow.platform.offerCredential(offer))).toMatchObject({ effect: 'unknown' })
  expect(slow.stub.calls).toHaveLength(1)

  const gone = await listen({ fetch: () => new Response() })
  await gone.close()
  const { platform } = await stubbed(undefined, { config, apiUrl: gone.url })
  expect(await failureOf(platform.offerCredential(offer))).toMatchObject({ effect: 'none' })
  const nobody = await stubbed(undefined, { config, authUrl: `${gone.url}/token` })
  expect(await failureOf(nobody.platform.offerCredential(offer))).toMatchObject({ effect: 'none' })
})

test('a call ends with its caller, and is not made for one who has left', async () => {
  const begun = Promise.withResolvers<void>()
  const { stub, platform } = await talk(() => {
    begun.resolve()
    return new Promise<Response>(() => {})
  })
  const abort = new AbortController()
  const offering = failureOf(platform.offerCredential(offer, abort.signal))
  await begun.promise
  abort.abort()
  expect(await offering).toMatchObject({ effect: 'unknown' })
  expect(await failureOf(platform.offerCredential(offer, abort.signal))).toMatchObject({ effect: 'none' })
  expect(stub.calls).toHaveLength(1)
})

test.each(['', '.', '..', 'a\nb', '\ud800'])('an id that is %j reaches no address', async (id) => {
  const { stub, platform } = await talk(() => reply(200, {}))
  expect(await failureOf(platform.verifyPresentation(id))).toMatchObject({ effect: 'refused' })
  expect(stub.calls).toEqual([])
})

test('records of a connection are listed newest first, by the ids that webhooks know', async () => {
  const row = (id: string, createDateTime: string, of = connectionId) => ({
    ...{ id: `row-${id}`, createDateTime, connectionId: of, state: 'offer-sent' },
  })
  const list = (data: unknown[], hasNextPage = false) => reply(200, { totalItems: data.length, hasNextPage, data })
  const { stub, platform } = await talk(({ path }) =>
    path.includes('/proofs')
      ? list([
          { ...row('1', '2026-03-01T10:00:00Z'), presentationId: 'p-1' },
          { ...row('2', '2026-03-01T11:00:00Z'), presentationId: 'p-2' },
          { ...row('3', '2026-03-01T12:00:00Z', 'another'), presentationId: 'p-3' },
        ])
      : list([{ ...row('4', 'yesterday'), credentialExchangeId: 'c-4' }]),
  )
  expect(await platform.listProofs(connectionId)).toEqual([
    { recordId: 'p-2', createdAt: new Date('2026-03-01T11:00:00Z') },
    { recordId: 'p-1', createdAt: new Date('2026-03-01T10:00:00Z') },
  ])
  expect(await platform.listCredentials(connectionId)).toEqual([{ recordId: 'c-4', createdAt: null }])
  expect(stub.calls.map(({ path }) => path.split('&')[0])).toEqual([
    `/orgs/org-1/proofs?search=${connectionId}`,
    `/orgs/org-1/credentials?search=${connectionId}`,
  ])
})

test.each<[string, Reply, readonly unknown[] | null]>([
  ['an empty one, which the platform answers with a 404', () => reply(404, null, 'Credentials not found'), []],
  ['no such route', () => reply(404, null, 'Cannot GET /orgs/org-1/credentials'), null],
  ['a 403', () => reply(403, null), null],
  ['a 405', () => reply(405, null), null],
  ['a plain list', () => reply(200, [{ id: 'c-1', connectionId }]), [{ recordId: 'c-1', createdAt: null }]],
  ['a first page of others', () => reply(200, { hasNextPage: true, data: [{ id: 'c', connectionId: 'x' }] }), null],
])('a list that is %s is told from one that is not there', async (_what, api, expected) => {
  const { platform } = await talk(api)
  expect(await platform.listCredentials(connectionId)).toEqual(expected)
})

test("the platform's own words are cut to what an operator may read", async () => {
  const words = `no\u0000 \u202e shh eyJhbGciOi.abc.def Bearer xyz ${'x'.repeat(600)}`
  const { platform, logged } = await talk(() => reply(400, null, words))
  const { platformMessage, message } = await failureOf(platform.requestProof(ask))
  expect(platformMessage).toHaveLength(500)
  expect(platformMessage).toMatch(/^no {4}\[removed\] \[removed\] \[removed\] x+$/)
  expect(message).toBe('The wallet platform refused the request (HTTP 400)')
  expect(logged()).not.toMatch(/eyJ|shh|xxx/)
})
