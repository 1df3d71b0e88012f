import { z } from 'zod'
import { readInstant } from '../../shared/instant.ts'

const Text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null)
/** As ISO 8601 in UTC; as it was written where it cannot be read. */
const Time = Text.transform((text) => readInstant(text)?.toISOString() ?? text)
const Flag = z.boolean().nullish().catch(null)
const Amount = z.coerce.number().nullish().catch(null)
const Status = z.coerce.number().int().nullish().catch(null)

/** An app's record (guide, "Create Webhook App"). Only the id is needed; a deployment may leave the rest out. */
export const AppAnswer = z
  .object({
    data: z.object({
      id: z.string().min(1),
      name: Text,
      description: Text,
      webhookUrl: Text,
      isActive: Flag,
      createDateTime: Time,
      createdAt: Time,
    }),
  })
  .transform(({ data }) => ({
    kind: 'app' as const,
    id: data.id,
    name: data.name ?? null,
    description: data.description ?? null,
    webhookUrl: data.webhookUrl ?? null,
    isActive: data.isActive ?? null,
    hasSecret: null,
    createdAt: data.createDateTime ?? data.createdAt ?? null,
  }))

/** The guide says what a delivery holds but names no fields, so each is taken by the names that such logs give it. */
const Delivery = z
  .object({
    ...{ id: Text, webhookId: Text, eventType: Text, topic: Text, type: Text, event: Text },
    ...{ status: Text, outcome: Text, success: Flag },
    ...{ statusCode: Status, httpStatus: Status, httpStatusCode: Status, responseStatus: Status },
    ...{ responseTime: Amount, responseTimeMs: Amount, durationMs: Amount, duration: Amount },
    ...{ attempts: z.union([z.array(z.unknown()).transform((list) => list.length), Status]).catch(null) },
    ...{ attemptCount: Status, createDateTime: Time, createdAt: Time, deliveredAt: Time, timestamp: Time },
  })
  .transform((entry) => ({
    id: entry.id ?? entry.webhookId ?? null,
    eventType: entry.eventType ?? entry.topic ?? entry.type ?? entry.event ?? null,
    status: entry.status ?? entry.outcome ?? toStatus(entry.success),
    httpStatus: entry.statusCode ?? entry.httpStatus ?? entry.httpStatusCode ?? entry.responseStatus ?? null,
    responseTimeMs: entry.responseTime ?? entry.responseTimeMs ?? entry.durationMs ?? entry.duration ?? null,
    attempts: entry.attempts ?? entry.attemptCount ?? null,
    at: entry.createDateTime ?? entry.createdAt ?? entry.deliveredAt ?? entry.timestamp ?? null,
  }))

const lists = ['deliveries', 'items', 'data', 'records']

/** The list itself, or a page that holds it under one of the usual names. */
const DeliveryList = z.preprocess((data) => {
  if (Array.isArray(data) || typeof data !== 'object' || data === null) return data
  return Object.entries(data).find(([name, value]) => lists.includes(name) && Array.isArray(value))?.[1] ?? data
}, z.array(Delivery))

export const DeliveriesAnswer = z.object({ data: DeliveryList }).transform(({ data }) => data)

export const TestAnswer = z
  .object({
    data: z
      .object({
        ...{ success: Flag, statusCode: Status, httpStatus: Status },
        ...{ responseTime: Amount, responseTimeMs: Amount, durationMs: Amount },
      })
      .nullish()
      .catch(null),
  })
  .transform(({ data }) => ({
    success: data?.success ?? null,
    httpStatus: data?.statusCode ?? data?.httpStatus ?? null,
    responseTimeMs: data?.responseTime ?? data?.responseTimeMs ?? data?.durationMs ?? null,
  }))

/** The organization's one webhook address (CREDEBL). Its secret comes sealed; only whether there is one is kept. */
export const OrganizationWebhookAnswer = z
  .object({ data: z.looseObject({ webhookUrl: Text }).nullish().catch(null) })
  .transform(({ data }) => ({
    webhookUrl: data?.webhookUrl || null,
    hasSecret: data && 'webhookSecret' in data ? Boolean(data.webhookSecret) : null,
  }))

function toStatus(success: boolean | null | undefined): string | null {
  if (success === null || success === undefined) return null
  return success ? 'delivered' : 'failed'
}
