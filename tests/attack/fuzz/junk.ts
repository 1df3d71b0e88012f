import { createHmac } from 'node:crypto'
import type { AnyProcedure, TRPCRouterRecord } from '@trpc/server'
import fc from 'fast-check'
import { z } from 'zod'
import { appRouter } from '../../../server/trpc/router.ts'
import { adminToken, webhookSecret } from '../../support/secrets.ts'
import { credeblWebhook, guideWebhook, platformWebhook } from '../../support/webhooks.ts'
import type { Question } from '../ask.ts'
import { asInput, fromSchema, oddText } from './from-schema.ts'

/** What the junk may be about: sessions that there are. */
export interface Known {
  readonly sessionId: string
  readonly invitationId: string
  readonly shortId: string
}

export interface Junk {
  /** What it was sent to, for whoever reads what went wrong. */
  readonly to: string
  readonly question: Question
}

/** Any request that this server might be sent: webhooks, every procedure, the other routes. */
export function anyJunk(known: Known): fc.Arbitrary<Junk> {
  return fc.oneof(
    { weight: 4, arbitrary: webhookJunk(known) },
    { weight: 4, arbitrary: procedureJunk(known) },
    { weight: 2, arbitrary: routeJunk(known) },
  )
}

const topics = fc.constantFrom(
  'connections.request',
  'connections.completed',
  'proofs.verified',
  'credentials.issued',
  'x',
  '',
)
const states = fc.constantFrom(
  'request-sent',
  'completed',
  'abandoned',
  'presentation-received',
  'done',
  'offer-sent',
  '',
)

function bodies({ invitationId, sessionId }: Known): fc.Arbitrary<string> {
  const id = fc.oneof(fc.constantFrom(sessionId, 'c', ''), fc.uuid(), oddText)
  const data = fc.record(
    {
      connectionId: id,
      invitationId: fc.oneof(fc.constant(invitationId), id),
      theirLabel: oddText,
      theirDid: oddText,
      proofData: fc.anything(),
      isVerified: fc.boolean(),
      reuseThreadId: id,
    },
    { requiredKeys: [] },
  )
  const valid = fc.oneof(
    fc.tuple(topics, data).map(([topic, more]) => guideWebhook(topic, more)),
    fc
      .tuple(fc.constantFrom('Connection', 'Proof', 'Credential', 'x'), states, data)
      .map(([type, state, more]) => platformWebhook(type, { ...more, state, outOfBandId: more.invitationId })),
    fc
      .tuple(fc.constantFrom('Connection', 'Verification', 'Issuance', 'x'), states, data)
      .map(([type, state, more]) => credeblWebhook(type, { ...more, state })),
  )
  return asInput(valid)
}

/** Headers that could be anything; Node's own client refuses those that are none. */
const headerText = fc.string({ maxLength: 200 }).map((text) => text.replace(/[^\t\x20-\x7e]/g, '?'))

function webhookJunk(known: Known): fc.Arbitrary<Junk> {
  const encoding = fc.constantFrom('utf8', 'utf16le', 'latin1', 'base64')
  const key = fc.constantFrom('key', 'key', 'signed', 'wrong signature', 'wrong', 'both')
  const type = fc.oneof(
    fc.constantFrom('application/json', 'text/plain', 'application/json; charset=utf-16', 'multipart/form-data'),
    headerText,
  )
  return fc
    .tuple(bodies(known), encoding, key, type, headerText)
    .map(([text, encoded, authentic, contentType, other]) => {
      const body = Buffer.from(text, encoded === 'base64' ? 'utf8' : encoded)
      const at = String(Date.now())
      const signature = createHmac('sha256', webhookSecret).update(`${at}.`).update(body).digest('hex')
      const headers = {
        'content-type': contentType,
        'x-request-id': other,
        ...(['key', 'both'].includes(authentic) && { 'x-api-key': webhookSecret }),
        ...(['signed', 'both'].includes(authentic) && { 'x-signature': signature, 'x-timestamp': at }),
        ...(authentic === 'wrong signature' && { 'x-signature': 'f'.repeat(64), 'x-timestamp': other }),
      }
      return {
        to: `webhook (${authentic})`,
        question: { method: 'POST', path: '/api/webhooks/confirmd', headers, body },
      }
    })
}

const procedures: TRPCRouterRecord = appRouter._def.procedures

/** Each as often as any other, with the token or without. */
function procedureJunk(known: Known): fc.Arbitrary<Junk> {
  return fc.oneof(
    ...Object.entries(procedures).flatMap(([name, found]) =>
      typeof found === 'function' ? [oneProcedure(name, found, known)] : [],
    ),
  )
}

function oneProcedure(name: string, procedure: AnyProcedure, known: Known): fc.Arbitrary<Junk> {
  const inputs = inputsOf(procedure).map(fromSchema)
  const fitting = inputs.length > 0 ? fc.oneof(...inputs) : fc.constant(undefined)
  const about = fc
    .tuple(fitting, fc.boolean())
    .map(([input, isKnown]) =>
      isKnown && isObject(input) && 'sessionId' in input ? { ...input, sessionId: known.sessionId } : input,
    )
  return fc.tuple(asInput(about), fc.boolean()).map(([input, isOperator]) => {
    const { type } = procedure._def
    const isMutation = type === 'mutation'
    const path = isMutation
      ? `/trpc/${name}`
      : `/trpc/${name}?input=${encodeURIComponent(input.toWellFormed()).slice(0, 12_000)}`
    const headers = {
      ...(isOperator && { authorization: `Bearer ${adminToken}` }),
      ...(type === 'subscription' && { accept: 'text/event-stream' }),
    }
    const question = { method: isMutation ? 'POST' : 'GET', path, headers, body: isMutation ? input : undefined }
    return { to: name, question: type === 'subscription' ? { ...question, timeoutMs: 200 } : question }
  })
}

const Inputs = z.object({ inputs: z.array(z.custom<z.core.$ZodType>((value) => value instanceof z.core.$ZodType)) })

function inputsOf(procedure: AnyProcedure) {
  return Inputs.safeParse(procedure._def).data?.inputs ?? []
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function routeJunk({ sessionId, shortId }: Known): fc.Arbitrary<Junk> {
  const text = oddText.map((odd) => encodeURIComponent(odd.toWellFormed()).slice(0, 8000))
  const path = fc.oneof(
    fc.constantFrom(
      `/i/${shortId}`,
      `/api/connections/session?sessionId=${sessionId}`,
      '/metrics',
      '/api/admin/webhook-stats',
      '/register/intro',
      '/healthz',
      '/readyz',
      '/admin/sign-in?code=x',
      '/trpc',
      '/trpc/',
    ),
    text.map((odd) => `/i/${odd}`),
    text.map((odd) => `/api/connections/session?sessionId=${odd}`),
    text.map((odd) => `/trpc/${odd}`),
    text.map((odd) => `/${odd}`),
    text.map((odd) => `/assets/${odd}`),
    text.map((odd) => `/simulator/orgs/${odd}/connections`),
  )
  const method = fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH')
  return fc
    .tuple(path, method, headerText, fc.oneof(fc.constant(undefined), oddText, fc.json()))
    .map(([where, how, header, body]) => ({
      to: `${how} ${where.slice(0, 40)}`,
      question: {
        method: how,
        path: where,
        headers: { accept: header, cookie: header, 'user-agent': header, 'if-none-match': header, range: header },
        body: how === 'GET' || how === 'HEAD' ? undefined : body,
      },
    }))
}
