import type { z } from 'zod'
import type { WebhookEvent } from '../../shared/webhook-event.ts'
import { fromGuide, GuideWebhook } from './dialects/guide.ts'
import { fromPlatform, PlatformWebhook } from './dialects/platform.ts'

export interface Issue {
  readonly path: string
  readonly message: string
}

export type DecodedWebhook =
  | { readonly event: WebhookEvent }
  | { readonly error: 'Invalid JSON' }
  | { readonly error: 'Invalid payload'; readonly issues: readonly Issue[] }

/** A webhook's body in this application's words, whichever dialect it speaks. Never throws. */
export function decodeWebhook(payload: string): DecodedWebhook {
  const body = parseObject(payload)
  if (!body) return { error: 'Invalid JSON' }
  if ('type' in body && !('topic' in body)) {
    const { data, error } = PlatformWebhook.safeParse(body)
    return data ? { event: fromPlatform(data, payload) } : { error: 'Invalid payload', issues: toIssues(error) }
  }
  const { data, error } = GuideWebhook.safeParse(body)
  return data ? { event: fromGuide(data, payload) } : { error: 'Invalid payload', issues: toIssues(error) }
}

function parseObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null // not JSON, or nested deeper than the stack
  }
}

function toIssues(error: z.ZodError): Issue[] {
  return error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
}
