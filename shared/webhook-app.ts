import { z } from 'zod'

/** The webhook app at the platform: where it sends webhooks. Its secret is never told. */
export const WebhookApp = z.object({
  /** `organization`: the platform has no apps but one address for the whole organization, which is its id too. */
  kind: z.enum(['app', 'organization']),
  id: z.string(),
  name: z.string().nullable(),
  description: z.string().nullable(),
  webhookUrl: z.string().nullable(),
  /** Null where the platform does not say. An inactive app gets no webhooks. */
  isActive: z.boolean().nullable(),
  /** Whether the platform signs what it sends; null where it does not say. */
  hasSecret: z.boolean().nullable(),
  createdAt: z.string().nullable(),
})
export type WebhookApp = z.infer<typeof WebhookApp>

/** One webhook's way here, as the platform's own log tells it. What the platform does not say is null. */
export const WebhookDelivery = z.object({
  id: z.string().nullable(),
  eventType: z.string().nullable(),
  /** In the platform's words, such as `delivered` or `failed`. */
  status: z.string().nullable(),
  /** What this server answered. */
  httpStatus: z.int().nullable(),
  responseTimeMs: z.number().nullable(),
  attempts: z.int().nullable(),
  at: z.string().nullable(),
})
export type WebhookDelivery = z.infer<typeof WebhookDelivery>

/** How a test webhook went, as far as the platform says. */
export const TestResult = z.object({
  success: z.boolean().nullable(),
  httpStatus: z.int().nullable(),
  responseTimeMs: z.number().nullable(),
})
export type TestResult = z.infer<typeof TestResult>

/** A rotated secret, shown this once. */
export const RotatedSecret = z.object({ appId: z.string(), secret: z.string() })
export type RotatedSecret = z.infer<typeof RotatedSecret>
