import { createHmac, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { webhookSecret } from './secrets.ts'

export const organizationId = 'eef3cc9f-0cb8-45a7-b7f9-0cfdfded4b95'
const tenantId = '1d6c8a8e-5bfb-4b0c-9d0e-0d8d1c4fbd1c'

/** A webhook as the guide shows it ("Webhook Delivery"). */
export function guideWebhook(topic: string, data: Readonly<Record<string, unknown>>, webhookId: string = randomUUID()) {
  return {
    webhookId,
    topic,
    timestamp: new Date().toISOString(),
    organizationId,
    agentId: 'agent_abc123',
    data: { state: topic.slice(topic.lastIndexOf('.') + 1), ...data },
  }
}

/** A webhook as the deployed platform was recorded sending it: the agent's record in a bare envelope. */
export function platformWebhook(type: string, record: Readonly<Record<string, unknown>>) {
  const at = new Date().toISOString()
  return {
    type,
    timestamp: at,
    orgId: organizationId,
    tenantId,
    clientContext: { environment: 'test' },
    data: {
      id: randomUUID(),
      role: type === 'Connection' ? 'responder' : 'verifier',
      threadId: randomUUID(),
      createdAt: at,
      updatedAt: at,
      ...record,
      _tags: record._tags ?? {
        state: 'start',
        ...(typeof record.outOfBandId === 'string' && { outOfBandId: record.outOfBandId }),
      },
    },
  }
}

/** A webhook as CREDEBL's own service sends it: the record with its type inside, and no envelope. */
export function credeblWebhook(type: string, record: Readonly<Record<string, unknown>>) {
  return { data: { id: randomUUID(), threadId: randomUUID(), ...record, contextCorrelationId: tenantId, type } }
}

/** What vouches for `body` where it is signed (CREDEBL's webhook service); of the time it is sent, unless told otherwise. */
export function signatureOf(
  body: string | Uint8Array,
  { secret = webhookSecret, at = Date.now() }: { readonly secret?: string; readonly at?: number } = {},
) {
  const signature = createHmac('sha256', secret).update(`${at}.`).update(body).digest('hex')
  return { 'X-Timestamp': String(at), 'X-Signature': signature }
}

/** POSTs a webhook that is signed rather than sent with the key. */
export function sendSigned(
  server: { readonly url: string },
  body: object,
  options?: Parameters<typeof signatureOf>[1],
  headers: Readonly<Record<string, string>> = {},
) {
  const text = JSON.stringify(body)
  return sendWebhook(server, text, { ...signatureOf(text, options), ...headers })
}

const Answer = z.looseObject({
  webhookId: z.string().optional(),
  duplicate: z.boolean().optional(),
  error: z.string().optional(),
})

/** POSTs a webhook over real HTTP; `body` is sent as it is where it is a string or bytes. */
export async function sendWebhook(
  server: { readonly url: string },
  body: object | string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = { 'X-API-Key': webhookSecret },
) {
  const raw = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  const response = await fetch(`${server.url}/api/webhooks/confirmd`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: raw,
  })
  return { status: response.status, headers: response.headers, body: Answer.parse(await response.json()) }
}
