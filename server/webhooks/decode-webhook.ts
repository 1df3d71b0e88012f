import { parseJson } from '../../shared/parse-json.ts'
import type { WebhookEvent } from '../../shared/webhook-event.ts'
import { isCredebl, readCredebl } from './dialects/credebl.ts'
import { readGuide } from './dialects/guide.ts'
import { readPlatform } from './dialects/platform.ts'
import type { Issue, Reading, Sent } from './dialects/reading.ts'
import { nestingOf } from './json-text.ts'
import { stripStudentData } from './strip-student-data.ts'

export type DecodedWebhook =
  | { readonly event: WebhookEvent }
  | { readonly error: 'Invalid JSON' }
  | { readonly error: 'Invalid payload'; readonly issues?: readonly Issue[] }

const maxDepth = 32
/** Ids that begin so are made here: no sender can choose one that another delivery will have. */
const ownIds = /^(platform|credebl|reconciler)_/
const notYours: Issue = { path: 'webhookId', message: 'must not begin as ids that are made here do' }

/**
 * A webhook's body in this application's words, whichever dialect it speaks, without what students proved or were issued.
 * `ownOrganizationId` is whose it is where it does not say. Never throws.
 */
export function decodeWebhook(body: string, ownOrganizationId = ''): DecodedWebhook {
  const decoded = decodeStoredWebhook(body, ownOrganizationId)
  if (!('event' in decoded)) return decoded
  const { dialect, webhookId } = decoded.event
  const isTaken = dialect === 'guide' && ownIds.test(webhookId)
  return isTaken ? { error: 'Invalid payload', issues: [notYours] } : decoded
}

/** The same of a payload that is stored already, also of one that was written here. Never throws. */
export function decodeStoredWebhook(payload: string, organizationId = ''): DecodedWebhook {
  const nesting = nestingOf(payload, maxDepth) // first: a parser can be busy for a second with what is deep
  if (nesting !== 'taken') return { error: nesting === 'too-deep' ? 'Invalid payload' : 'Invalid JSON' }
  const body = parseJson(payload)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { error: 'Invalid JSON' }
  const read = readerOf(body)
  const reading = read({ body, payload: stripStudentData(payload), ownOrganizationId: organizationId })
  return 'event' in reading ? reading : { error: 'Invalid payload', ...reading }
}

function readerOf(body: object): (sent: Sent) => Reading {
  if ('topic' in body) return readGuide
  if ('type' in body) return readPlatform
  return isCredebl(body) ? readCredebl : readGuide
}
